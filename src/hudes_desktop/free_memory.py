"""How much memory there is for what is asked of the program, found out before it is taken."""

import os
from pathlib import Path

from hudes_desktop.errors import EnvironmentFault

_CGROUPS = Path("/sys/fs/cgroup")


def free_memory() -> int | None:
    """Bytes that this process can take without swapping: what Linux says is available, and what
    its control groups leave it; elsewhere all that the machine has. None where nothing tells."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        fields = dict(line.split(":") for line in lines)
        return min(1024 * int(fields["MemAvailable"].split()[0]), *_left_by_groups())
    except (OSError, KeyError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return None


def require_memory(what: str, needed: float, free: float | None, remedy: str) -> None:
    """Raises EnvironmentFault where something takes more bytes than there are (None: unknown)."""
    if free is not None and needed > free:
        raise EnvironmentFault(
            f"{what} would take about {needed / 1e9:,.1f} GB of memory, and {free / 1e9:,.1f} GB "
            f"are free: {remedy}"
        )


def _left_by_groups() -> list[int]:
    """What each control group above this process has left; one number at least."""
    left = [2**63]
    try:
        group = Path("/proc/self/cgroup").read_text("utf-8").strip().rpartition("::/")[2]
        for folder in (_CGROUPS / group, *(_CGROUPS / group).parents):
            limit = folder / "memory.max"
            if limit.exists() and (most := limit.read_text("ascii").strip()) != "max":
                left.append(int(most) - int((folder / "memory.current").read_text("ascii")))
    except OSError:
        pass
    return left
