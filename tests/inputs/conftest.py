"""What several tests of the devices ask for."""

import pytest
from clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()
