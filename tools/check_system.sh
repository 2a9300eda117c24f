#!/usr/bin/env bash
# Checks the system libraries that Qt and OpenGL load at run time (pip doesn't bring them), and a
# virtual screen, xdotool and a MIDI server for tests. Installs what is missing where it may.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(uname -s)" = Linux ] || exit 0

# library or program, and the Debian package that has it
needed="
libGL.so.1              libgl1
libEGL.so.1             libegl1
libxkbcommon.so.0       libxkbcommon0
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libxcb-cursor.so.0      libxcb-cursor0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-shape.so.0       libxcb-shape0
libfontconfig.so.1      libfontconfig1
libdbus-1.so.3          libdbus-1-3
libglib-2.0.so.0        libglib2.0-0
"
programs="
Xvfb        xvfb
xdotool     xdotool
setxkbmap   x11-xkb-utils
"

missing=$(.venv/bin/python tools/missing_libraries.py <<<"$needed")
while read -r program package; do
    if [ -n "$program" ] && ! command -v "$program" >/dev/null; then
        missing+=" $package"
    fi
done <<<"$programs"
# Qt draws no text without a font.
if ! compgen -G '/usr/share/fonts/*/*' >/dev/null && ! compgen -G "$HOME/.local/share/fonts/*" >/dev/null; then
    missing+=" fonts-dejavu-core"
fi
# Mesa draws in software on the virtual screen, and on a desktop whose driver isn't NVIDIA's.
if ! compgen -G '/usr/lib/*/dri/*_dri.so' >/dev/null && ! compgen -G '/usr/lib*/dri/*_dri.so' >/dev/null; then
    missing+=" libgl1-mesa-dri"
fi
# A MIDI server. The program doesn't need one: where it isn't had for nothing, tests that want it
# say so and are skipped.
if ! command -v jackd >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    missing+=" jackd2"
fi

missing=$(echo $missing)
[ -z "$missing" ] || exec tools/apt.sh "for the window and its tests" $missing
