#!/usr/bin/env bash
# Makes .venv, installs the program into it, and checks the system libraries. Quick the second time.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/.installed

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "No Python 3.11 or later was found: install one, or name it: make setup PYTHON=/path/to/python3" >&2
    return 1
}

accelerator() {
    [ "$(uname -s)" = Darwin ] || nvidia-smi -L >/dev/null 2>&1
}

# The version of a torch that this Python would lend to a virtual environment; nothing if none.
lent_torch() {
    "$1" -c '
import sys, torch
enough = tuple(int(part) for part in torch.__version__.split(".")[:2]) >= (2, 8)
if enough and sys.prefix == sys.base_prefix:
    print(torch.__version__)' 2>/dev/null || true
}

make_venv() {
    local python=$1
    shift
    [ -x $venv/bin/python ] && $venv/bin/python -m pip --version >/dev/null 2>&1 && return
    echo "Making $venv with $("$python" --version) ..."
    "$python" -m venv --clear "$@" $venv >/dev/null 2>&1 && return
    # Debian and Ubuntu keep ensurepip in a package of its own.
    tools/apt.sh "to make a virtual environment" \
        "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    "$python" -m venv --clear "$@" $venv
}

# Where python-rtmidi has no wheel it is built, if that goes: MIDI works without it, with less.
build_rtmidi() {
    $venv/bin/python -c 'import rtmidi' 2>/dev/null && return
    if ! $venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[midi]" \
        >$venv/rtmidi.log 2>&1; then
        echo "python-rtmidi can't be built here, so that MIDI has to do with less. It takes a C++" \
            "compiler and, on Linux, ALSA's headers. Type:"
        $venv/bin/python -c 'from hudes_desktop.extras import install_line as line; print(line("midi"))'
    fi
}

want() {
    local kind=$1
    { echo "$kind $PWD"; cat pyproject.toml constraints-cpu.txt; } | cksum
}

if accelerator; then kind=accelerator; else kind=cpu; fi

if [ ! -x $venv/bin/python ] || [ "$(cat $stamp 2>/dev/null)" != "$(want $kind)" ]; then
    python=$(find_python)
    lent=$(lent_torch "$python")
    constraints=()
    if [ -n "$lent" ]; then
        make_venv "$python" --system-site-packages
        # pip shall not replace what is there.
        echo "torch==$lent" > $venv/constraints.txt
        constraints=(-c $venv/constraints.txt)
    else
        make_venv "$python"
        [ $kind = accelerator ] || constraints=(-c constraints-cpu.txt)
    fi
    echo "Installing the program and its libraries into $venv ($kind${lent:+, torch $lent is there}) ..."
    $venv/bin/python -m pip install --quiet --disable-pip-version-check \
        ${constraints[@]+"${constraints[@]}"} --editable ".[dev]"
    build_rtmidi
    want $kind > $stamp
fi

exec tools/check_system.sh
