#!/usr/bin/env bash
# Runs every benchmark (files that begin with _ are their common parts), each printing its table.
set -euo pipefail
cd "$(dirname "$0")/.."

for program in benchmarks/[!_]*.py; do
    [ -e "$program" ] || { echo "there are no benchmarks"; exit 1; }
    echo "== $program"
    tools/with_screen.sh .venv/bin/python "$program" "$@"
done
