"""The names of the kinds of random directions; known without loading torch."""

from __future__ import annotations

from hudes_desktop.errors import EnvironmentFault

KINDS = ("uniform", "gaussian", "orthonormal", "filter")
"""What each is, landscape.directions says."""


def check_kind(kind: str) -> str:
    """The kind itself. Raises: EnvironmentFault for an unknown one."""
    if kind not in KINDS:
        raise EnvironmentFault(f"unknown directions {kind!r}: choose one of {', '.join(KINDS)}")
    return kind
