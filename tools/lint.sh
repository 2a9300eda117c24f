#!/usr/bin/env bash
# Every check that reads the code without running it; all of them, also when one fails.
set -uo pipefail
cd "$(dirname "$0")/.."

bin=.venv/bin
status=0
$bin/ruff check --quiet || status=1
$bin/ruff format --quiet --diff || { echo "format with: $bin/ruff format"; status=1; }
$bin/mypy --no-error-summary || status=1
# import-linter prints its kept contracts too: show it only when one is broken.
contracts=$($bin/lint-imports 2>&1) || { echo "$contracts"; status=1; }
[ $status = 0 ] && echo "lint: ruff, mypy and import-linter find nothing"
exit $status
