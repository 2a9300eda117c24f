"""The one exception for what the user's machine did, as opposed to what our code did wrong."""

EXIT_FAULT = 2
"""Exit code of a program that such a fault has ended."""


class EnvironmentFault(Exception):
    """A file, device, driver or option that can't be used: one line saying what and what to do.

    The command line prints the line without a traceback and exits with 2; the window shows it as
    a banner. Our own bugs are never of this class.
    """
