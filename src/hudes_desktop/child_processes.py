"""Child processes that end with us, however we end."""

import os
import shutil

# The shell makes way for the command; a part of it that stays behind reads from its standard input
# until that ends, which is when we do, and then ends the whole group.
_GUARD = """\
exec 3<&0
(cat <&3 >/dev/null 2>&1; kill -KILL 0) >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
"""


def bound_to_us(command: list[str]) -> list[str]:
    """A command that runs another, and ends it and all that it started when our end of its standard
    input is closed.

    To be started with stdin=PIPE and start_new_session=True. Where there is no POSIX shell it is
    the command itself.
    """
    shell = shutil.which("sh") if os.name == "posix" else None
    return [shell, "-c", _GUARD, "sh", *command] if shell and shutil.which("cat") else command
