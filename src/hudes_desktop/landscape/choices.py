"""What a person can choose of a landscape, known and checked without loading torch or numpy."""

from typing import Literal

from hudes_desktop.errors import EnvironmentFault

Mode = Literal["planes", "lines"]
"""What the landscape is looked at through: planes of two axes, or a line along every axis."""

KINDS = ("uniform", "gaussian", "orthonormal", "filter")
"""Kinds of random directions; what each is, landscape.directions says."""


def check_kind(kind: str) -> str:
    """The kind itself. Raises: EnvironmentFault for an unknown one."""
    if kind not in KINDS:
        raise EnvironmentFault(f"unknown directions {kind!r}: choose one of {', '.join(KINDS)}")
    return kind


def check_points(points: int) -> int:
    """The number itself, or EnvironmentFault: a grid needs a middle, and neighbours around it."""
    if points < 3 or points % 2 == 0:
        raise EnvironmentFault(
            f"a grid of {points} points a side won't do: use an odd number from 3"
        )
    return points
