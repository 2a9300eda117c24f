#!/usr/bin/env bash
# Runs a command with a screen: the one there is, or a virtual one that ends with the command.
set -euo pipefail

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$@"
fi
if ! command -v Xvfb >/dev/null; then
    echo "There is no screen, and no Xvfb to make a virtual one: apt-get install xvfb" >&2
    exit 1
fi

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
# -r: no auto-repeat; -displayfd: Xvfb picks a free number and tells it when it is ready.
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -r -nolisten tcp 3>"$folder/number" 2>"$folder/log" &
server=$!
if ! read -r -t 30 number <"$folder/number"; then
    echo "The virtual screen didn't start: $(tail -n 1 "$folder/log")" >&2
    exit 1
fi
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    export XDG_RUNTIME_DIR=$folder
fi
status=0
DISPLAY=:$number QT_QPA_PLATFORM=xcb "$@" || status=$?
exit $status
