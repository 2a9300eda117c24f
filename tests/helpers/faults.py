"""What the environment did is one line for the user."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hudes_desktop.errors import EnvironmentFault


@contextmanager
def one_line(pattern: str) -> Iterator[None]:
    """The block raises EnvironmentFault, and all of its text matches the pattern."""
    with pytest.raises(EnvironmentFault) as fault:
        yield
    assert re.fullmatch(pattern, str(fault.value)), str(fault.value)
