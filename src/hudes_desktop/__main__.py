"""The process of the command `hudes-desktop`, which `python -m hudes_desktop` is too."""

import os
import sys
import threading


def main() -> None:
    """Run the program and end the process with its exit code."""
    try:
        # Imported here: Ctrl+C comes in these tenths of a second too.
        from hudes_desktop import cli

        code = cli.main()
    except KeyboardInterrupt:
        code = 130
    if any(thread.daemon for thread in threading.enumerate()):
        # An engine that is in the middle of an operation of torch's. It can't be waited for, and
        # torch aborts the process when the interpreter ends under it.
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
