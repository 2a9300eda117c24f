"""The other end of a cable: a process of its own that a test gives orders to.

A helper is two things in one file: imported, the test's handle (a `FarEnd`); run as a program, the
far end itself, which reads its `orders` and calls `tell`. Each line between them is JSON.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self


class FarEnd:
    """It runs from here on until `end`, or until the context is left."""

    def __init__(self, program: str, *arguments: str) -> None:
        """program: the file to be run."""
        self._process = subprocess.Popen(
            [sys.executable, program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "here"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """The process and its ports are gone."""
        self._process.communicate()

    def _asked(self, order: str, **arguments: Any) -> Any:
        self._ask(order, **arguments)
        return self._answer()

    def _ask(self, order: str, **arguments: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([order, arguments]) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the {type(self).__name__} has ended"
        return json.loads(line)


def orders() -> Iterator[tuple[str, dict[str, Any]]]:
    """At the far end: say that it is there; then each order and its arguments, until the end."""
    tell("here")
    for line in sys.stdin:
        order, arguments = json.loads(line)
        yield order, arguments


def tell(answer: Any) -> None:
    """At the far end: answer an order."""
    print(json.dumps(answer), flush=True)
