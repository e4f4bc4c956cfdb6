#!/usr/bin/env bash
# Runs the gate in the working folder, writes every report, and leaves the exit code as an output: the verdict comes
# last, so that the comment is written for a failed gate too.
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
reports="$RUNNER_TEMP/headwater-gate"
rm -rf "$reports"
mkdir -p "$reports"

arguments=(gate --fail-on "$GATE_FAIL_ON" --format text --format github)
arguments+=(--format "json=$reports/report.json" --format "sarif=$reports/report.sarif" --format "junit=$reports/junit.xml")
arguments+=(--format "summary=$reports/summary.md" --format "comment=$reports/comment.md")
[[ -z "$GATE_PROJECT_DIR" ]] || arguments+=(--project-dir "$GATE_PROJECT_DIR")
[[ -z "$GATE_TARGET_PATH" ]] || arguments+=(--target-path "$GATE_TARGET_PATH")
[[ -z "$GATE_CONFIG" ]] || arguments+=(--config "$GATE_CONFIG")
[[ -z "$GATE_BASE" ]] || arguments+=(--base "$GATE_BASE")
if [[ -f "$GATE_BASE_CONFIG" ]]; then
  arguments+=(--base-config "$GATE_BASE_CONFIG")
elif [[ -n "$GATE_BASE_CONFIG" ]]; then
  echo "The base has no $(basename "$GATE_BASE_CONFIG"), so a weakened gate cannot be found."
fi

exit_code=0
"$root/node_modules/.bin/node" "$root/cli/src/headwater.ts" "${arguments[@]}" || exit_code=$?

if [[ -f "$reports/summary.md" ]]; then
  cat "$reports/summary.md" >> "$GITHUB_STEP_SUMMARY"
else
  # The gate could not even judge: the comment of an earlier run must not stay and look like today's verdict.
  { echo "<!-- headwater-gate -->"; echo "### ❌ Headwater gate could not judge: see the log of the job."; } > "$reports/comment.md"
fi
{
  echo "exit-code=$exit_code"
  echo "reports=$reports"
} >> "$GITHUB_OUTPUT"
