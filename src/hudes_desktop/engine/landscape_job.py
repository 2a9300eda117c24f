"""Answers landscape requests: the surfaces around a place, refined plane by plane."""

from collections.abc import Generator
from math import inf

from hudes_desktop.engine.job_context import JobContext
from hudes_desktop.engine.requests import LandscapeRequest
from hudes_desktop.engine.results import Surface
from hudes_desktop.landscape.scan import Cancelled, Scan

_UNSEEN = "requests in a row for which a plane has had no surface"
_PATIENCE = 3
"""So many requests longer than the looked-at plane another one waits at most to come before it."""


def landscape(context: JobContext, request: LandscapeRequest) -> Generator[Surface, None, None]:
    """First levels of all planes, then the next finer ones; each level is one piece.

    The looked-at plane leads: walking on it lacks a few rows alone, and it is exact at once. A
    first level is not given up for a newer request, so that surfaces keep arriving under a hand
    that never rests; of the planes without one, the plane that has waited longest goes first. No
    more than one of them comes before the looked-at plane, or a slow network would never show that
    one in time.
    """
    planes = range(len(request.axes))
    before = context.memory.get(_UNSEEN, {})
    unseen = {plane: before.get(plane, 0) + 1 for plane in planes}
    context.memory[_UNSEEN] = unseen
    levels = dict.fromkeys(planes, 0)
    scans: dict[int, Scan] = {}
    lead: dict[int, float] = {plane: _PATIENCE * (plane == request.first) for plane in planes}
    while levels:
        plane = min(levels, key=lambda p: (levels[p], -unseen[p] - lead[p]))
        if plane != request.first:
            lead[request.first] = inf
        if plane not in scans:
            scans[plane] = context.network.scan(
                request.place,
                request.axes[plane],
                request.points,
                request.spacing,
                user=(request.descent, request.owner),
                walked=plane == request.first,
            )
        scan = scans[plane]
        interrupted = context.between_chunks if levels[plane] else context.cancelled
        try:
            level = scan.advance(interrupted)
        except Cancelled as cancelled:
            context.count(cancelled.evaluations)
            return
        unseen[plane] = 0
        levels[plane] += 1
        if scan.finished:
            del levels[plane], scans[plane]
        context.count(level.evaluations)
        yield Surface(
            generation=request.generation,
            plane=plane,
            axes=request.axes[plane],
            centre=scan.centre,
            spacing=request.spacing,
            heights=level.heights,
            exact_points=level.exact_points,
            masked=level.masked,
            computed=level.computed,
            descent=request.descent,
            owner=request.owner,
        )
