"""Where log records go: warnings to the terminal, everything to a file in the cache folder."""

import faulthandler
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FORMAT = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


_LARGEST = 1_000_000  # bytes


class _Rotating(logging.FileHandler):
    """A file that becomes FILE.1 when it is large. That of logging.handlers would be a twelfth of
    what is imported before the splash: it brings sockets and pickles."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream is not None and self.stream.tell() > _LARGEST:
                self.close()  # and opened anew by what follows
                Path(self.baseFilename).replace(f"{self.baseFilename}.1")
        except OSError:
            self.handleError(record)
        super().emit(record)


@contextmanager
def log_to(file: Path) -> Iterator[None]:
    """Log while the program runs; a file that can't be written costs one line, nothing more."""
    if sys.stderr is not None and not faulthandler.is_enabled():
        faulthandler.enable()
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    handlers: list[logging.Handler] = [terminal]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(_Rotating(file))
    except OSError as error:
        print(f"hudes-desktop: no log file: {error}", file=sys.stderr)
    logger = logging.getLogger("hudes_desktop")
    level = logger.level
    logger.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(_FORMAT)
        logger.addHandler(handler)
    try:
        yield
    finally:
        logger.setLevel(level)
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()
