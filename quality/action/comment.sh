#!/usr/bin/env bash
# Keeps one comment on the pull request: replaces the one of an earlier run, else writes the first.
# A pull request from a fork has a token that may not write; then the job's summary holds the same text.
set -euo pipefail
comments="repos/$GITHUB_REPOSITORY/issues/$GATE_PULL_REQUEST/comments"
mine='.[] | select(.user.type == "Bot" and (.body | startswith("<!-- headwater-gate -->"))) | .id'

if ! known="$(gh api --paginate "$comments" --jq "$mine")"; then
  echo "::notice title=Headwater gate::The comments of the pull request cannot be read; see the job's summary."
  exit 0
fi
id="$(head -n 1 <<< "$known")"
if [[ -n "$id" ]]; then
  request=(--method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id")
else
  request=(--method POST "$comments")
fi
if ! gh api "${request[@]}" --field "body=@$GATE_COMMENT" --silent; then
  echo "::notice title=Headwater gate::The comment cannot be written with this token; see the job's summary."
fi
