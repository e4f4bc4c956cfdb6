#!/usr/bin/env bash
# Installs what the gate runs on, once: npm packages, and with them Node 24.
set -euo pipefail
cd "$(dirname "$0")/../.."
[[ -x node_modules/.bin/node ]] || npm ci --no-audit --no-fund --loglevel=error
