"""What doesn't fit into the memory that is free is refused in a line, before it is taken."""

import sys

import psutil
import pytest

from hudes_desktop import free_memory as module
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.free_memory import free_memory, require_memory


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell of all that there is")
def test_free_memory_is_what_the_system_says_or_less():
    assert 0 < free_memory() < 1.2 * psutil.virtual_memory().available


@pytest.mark.skipif(sys.platform != "linux", reason="control groups")
def test_a_control_group_above_this_process_counts(monkeypatch, tmp_path):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    monkeypatch.setattr(module, "_CGROUPS", tmp_path)
    assert free_memory() == 600_000


def test_what_does_not_fit_is_one_line_with_both_figures_and_a_remedy():
    require_memory("much", 3e9, 4e9, "take less")
    require_memory("much", 3e9, None, "take less")
    with pytest.raises(EnvironmentFault) as fault:
        require_memory("much", 3e9, 1e9, "take less")
    assert str(fault.value) == (
        "much would take about 3.0 GB of memory, and 1.0 GB are free: take less"
    )
