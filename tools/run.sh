#!/usr/bin/env bash
# Starts the program; without a screen, the demo on a virtual one.
set -euo pipefail
cd "$(dirname "$0")/.."

program=.venv/bin/hudes-desktop
if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec $program "$@"
fi
# What needs no window, and a demo that was asked for, stay what they are.
for argument in "$@"; do
    case "$argument" in
        doctor | -h | --help | --version) exec $program "$@" ;;
        demo) exec tools/with_screen.sh $program "$@" ;;
    esac
done
echo "There is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set): playing the demo on a virtual one."
exec tools/with_screen.sh $program demo --out "${DEMO_OUT:-demo-out}" "$@"
