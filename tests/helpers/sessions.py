"""Sessions on one real engine, played without a window."""

import time

from hudes_desktop.engine.engine import ThreadEngine
from hudes_desktop.engine.jobs import JOBS
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.engine.results import Surface
from hudes_desktop.engine.router import ResultRouter
from hudes_desktop.session import Session


class HeldEngine(ThreadEngine):
    """An engine whose results can be kept back for a while."""

    held = None

    def hold_until(self, condition, seconds=60.0):
        """Keep back what arrives until the condition holds of it; the next `collect` gives it."""
        self.held = []
        deadline = time.monotonic() + seconds
        while not condition(self.held):
            assert time.monotonic() < deadline, "the engine did not answer in time"
            self.held += super().collect()
            time.sleep(0.002)

    def collect(self):
        held, self.held = self.held or [], None
        return held + super().collect()


class Played:
    """An engine and the sessions on it; what reaches each session is kept in `arrived`."""

    def __init__(self, cache_dir, jobs=JOBS, directions=None, **options):
        self.engine = HeldEngine(
            EngineOptions(compile=False, **options), cache_dir, jobs, directions
        )
        self.router = ResultRouter(self.engine)
        self.sessions = []
        self.arrived = {}
        self.others = []
        self.router.subscribe(object, self._note)

    def _note(self, result):
        if not getattr(result, "descent", ""):
            self.others.append(result)

    def session(self, descent, points=21):
        """A session of a descent, not started yet."""
        session = Session(descent, self.router, points)
        self.sessions.append(session)
        self.arrived[session] = []
        session.arrived.connect(self.arrived[session].append)
        return session

    def start(self):
        self.router.start()
        for session in self.sessions:
            session.start()

    def wait(self, condition, seconds=60.0):
        """Take in results until the condition holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "the engine did not answer in time"
            self.router.dispatch()
            time.sleep(0.002)

    def of(self, session, kind):
        """The results of a kind that have reached a session."""
        return [result for result in self.arrived[session] if isinstance(result, kind)]

    def exact(self, session):
        """The exact surfaces around the present place of a session, by plane."""
        surfaces = self.of(session, Surface)
        return {s.plane: s for s in surfaces if s.exact and session.is_current(s)}

    def wait_for_surfaces(self, session):
        """Until every plane or line is exact around the present place."""
        descent = session.descent
        wanted = descent.axes if session.mode == "lines" else descent.planes
        self.wait(lambda: len(self.exact(session)) == wanted)

    def close(self):
        self.router.close()
