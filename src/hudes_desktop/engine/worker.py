"""What the engine's thread does: answer every loss, refine the latest landscape, survive errors."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from hudes_desktop.engine.engine import Mailbox, RestartBudget
from hudes_desktop.engine.inspection import Inspector
from hudes_desktop.engine.memory import Trimmer
from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import EngineOptions, LandscapeRequest
from hudes_desktop.engine.results import (
    Banner,
    Evaluated,
    Failed,
    Losses,
    PathChanged,
    Progress,
    Result,
    Surface,
)
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.landscape.scan import Cancelled, Scan

log = logging.getLogger(__name__)


class Worker:
    """The loop of the engine's thread.

    The first glimpse of where a hand has gone comes first, then all losses that are waiting. A
    landscape is refined plane by plane, coarse levels of all planes before the next finer ones; a
    newer request cancels all but the coarsest level, so that surfaces keep arriving under a hand
    that never rests, the one that has waited longest first.

    An inspection has the time that is left, in small pieces, each of which is begun only when
    nothing else is waiting or half done. One that has begun is finished before a newer
    one is, so that there is a result now and then under a hand that pauses but shortly.
    """

    def __init__(
        self,
        options: EngineOptions,
        cache_dir: Path,
        mailbox: Mailbox,
        deliver: Callable[[Result], None],
    ) -> None:
        self._options = options
        self._cache_dir = cache_dir
        self._mailbox = mailbox
        self._deliver = deliver
        self._restarts = RestartBudget()
        self._request: LandscapeRequest | None = None
        self._scans: dict[int, Scan] = {}
        self._levels: dict[int, int] = {}
        self._left_behind: dict[int, int] = {}
        self._inspector: Inspector | None = None
        self._path = PathChanged("")
        self._trimmer = Trimmer()

    def run(self) -> None:
        """Load, then work until told to stop."""
        self._deliver(
            Progress(f"reading {self._options.dataset}, building {self._options.network}")
        )
        try:
            self._network = NetworkOnDevice(self._options, self._cache_dir)
        except EnvironmentFault as fault:
            self._deliver(Failed(str(fault), environment=True))
            return
        self._path = PathChanged(self._network.path)
        self._deliver(self._network.ready())
        try:
            while not self._mailbox.stopping:
                self._turn()
                self._trimmer.trim()
        finally:
            self._network.close()

    def _turn(self) -> None:
        try:
            new = self._take_landscape()
            plane = self._next_plane()
            if new and plane is not None:
                self._refine(plane)
            elif self._answer_losses():
                return
            elif plane is None:
                if not self._inspect():
                    self._mailbox.wait()
            else:
                self._refine(plane)
        except Exception as error:
            # The one place where anything is caught: a bug or a device error in one request must
            # not take the descent with it. It is loud in the log and a banner in the window.
            log.exception("the engine could not answer a request")
            self._recover(error)

    def _recover(self, error: Exception) -> None:
        self._request = None
        self._levels.clear()
        self._scans.clear()
        self._inspector = None
        text = f"the engine could not compute this: {str(error).splitlines()[0]}"
        self._deliver(Banner(text))
        if not self._restarts.spend():
            self._deliver(Failed("the engine failed too often and stopped", environment=False))
            self._mailbox.post_stop()
            return
        self._network.forget()

    def _answer_losses(self) -> bool:
        request = self._mailbox.take_losses()
        if request is None:
            return False
        try:
            losses = self._network.losses(request.frame, request.place)
        except Exception:
            # Every frame has its row, this one without numbers; `_turn` says what happened.
            nothing = float("nan")
            self._deliver(Losses(request.frame, nothing, nothing, nothing, nothing))
            raise
        self._deliver(losses)
        self._deliver(Evaluated(1))
        return True

    def _inspect(self) -> bool:
        """Do one piece of an inspection; False when none is asked for."""
        if self._inspector is None:
            request = self._mailbox.take_inspection()
            if request is None:
                return False
            self._inspector = self._network.inspector(request.frame, request.place)
            return True
        if not self._inspector.finished:
            self._inspector.advance()
            return True
        inspection = self._inspector.result()
        self._inspector = None
        self._deliver(inspection)
        return True

    def _take_landscape(self) -> bool:
        """True when a newer request has come."""
        request = self._mailbox.take_landscape()
        if request is None:
            return False
        self._request = request
        self._scans.clear()
        planes = range(len(request.axes))
        # A plane that the last request left without even its coarsest level has waited.
        self._left_behind = {
            plane: self._left_behind.get(plane, 0) + 1 if self._levels.get(plane) == 0 else 0
            for plane in planes
        }
        self._levels = dict.fromkeys(planes, 0)
        return True

    def _next_plane(self) -> int | None:
        if self._request is None or not self._levels:
            return None
        first = self._request.first
        return min(
            self._levels,
            key=lambda plane: (self._levels[plane], -self._left_behind[plane], plane != first),
        )

    def _refine(self, plane: int) -> None:
        request = self._request
        assert request is not None
        if plane not in self._scans:
            self._scans[plane] = self._network.scan(
                request.place, request.axes[plane], request.points, request.spacing
            )
        scan = self._scans[plane]
        coarsest = self._levels[plane] == 0
        try:
            level = scan.advance(lambda: self._between_chunks(coarsest))
        except Cancelled as cancelled:
            self._deliver(Evaluated(cancelled.evaluations))
            return
        self._levels[plane] += 1
        self._left_behind[plane] = 0
        if scan.finished:
            del self._levels[plane]
            del self._scans[plane]
        self._deliver(
            Surface(
                generation=request.generation,
                plane=plane,
                axes=request.axes[plane],
                centre=tuple(request.place.coefficients[axis] for axis in request.axes[plane]),
                spacing=request.spacing,
                heights=level.heights,
                exact_points=level.exact_points,
                masked=level.masked,
            )
        )
        self._deliver(Evaluated(level.evaluations))
        path = PathChanged(self._network.path, self._network.path_reason)
        if path != self._path:
            self._path = path
            self._deliver(path)

    def _between_chunks(self, coarsest: bool) -> bool:
        """Answer waiting losses; True when the scan under way is to be given up."""
        if self._mailbox.stopping:
            return True
        if coarsest:
            return False
        if self._mailbox.has_landscape:
            return True
        while self._answer_losses():
            pass
        return False
