#!/usr/bin/env bash
# Installs system packages where it may, or prints the one line to type: apt.sh REASON PACKAGE...
set -euo pipefail

reason=$1
shift
command="apt-get install -y --no-install-recommends $*"
if ! command -v apt-get >/dev/null; then
    echo "System libraries are missing $reason. On Debian or Ubuntu they are: $*" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "System packages are missing $reason. Type this, then start again:" >&2
    echo "    sudo $command" >&2
    exit 1
fi
echo "Installing system packages $reason: $* ..."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && $command; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "These packages couldn't be installed; try: $command" >&2
    exit 1
fi
