"""The demo: a greedy player plays in the real window and leaves a picture and its numbers."""

import csv
import json
import time
from dataclasses import asdict, replace
from pathlib import Path

from PyQt6.QtCore import QTimer

from hudes_desktop import __version__, app
from hudes_desktop.descent.actions import SelectPlane, SetStepSize
from hudes_desktop.engine.results import Failed, Losses, PathChanged, Ready, Result, Surface
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.greedy import GreedyPlayer
from hudes_desktop.options import Options
from hudes_desktop.view.export.picture import save_picture

CSV_COLUMNS = (
    "subspace",
    "evaluations",
    "train_loss",
    "train_accuracy",
    "validation_loss",
    "validation_accuracy",
)
DRAWING_SHARE = 0.2
"""Nobody's hand is waiting: a software renderer gets only so much of the time."""

GLIDE_MS = 1500
"""Time for the view to come to rest before its picture is taken."""

PICTURE_STEP_EXPONENT = 0.3
"""The picture is taken at a step size of 2, where a whole valley is in view."""


def run(options: Options, subspaces: int, out: Path) -> int:
    """Play, write window.png, losses.csv and summary.json into `out`, print one line.

    Raises: EnvironmentFault when the options or the folder can't be used; nothing is overwritten
    but the three files of an earlier demo.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "losses.csv").touch()
    except OSError as error:
        raise EnvironmentFault(
            f"can't write to {out} ({error.strerror}): choose another --out"
        ) from error
    application = app.prepare()
    program = app.Program(options)
    program.handlers.leaving.never()
    program.window.landscape.pacer.share = DRAWING_SHARE
    demo = Demo(program, options, subspaces, out)
    program.frame_loop.shown.connect(demo.on_result)
    if not app.play(application, program, on_bug=demo.abandon):
        app.end_without_screen()
    return demo.finish()


class Demo:
    """The demo under way: gives the player what it wants to see, and notes what comes of it."""

    def __init__(self, program: app.Program, options: Options, subspaces: int, out: Path) -> None:
        self._program = program
        self._options = options
        self._subspaces = subspaces
        self._out = out
        self._player = GreedyPlayer(program.session.descent.planes, options.grid_size)
        self._rows: list[dict[str, float]] = []
        self._row_frames = {0: 0}
        self._ready: Ready | None = None
        self._fault = ""
        self._seen: dict[int, Surface] = {}
        self._finished = False
        self._began = time.monotonic()
        self._seconds = 0.0

    def on_result(self, result: Result) -> None:
        """What the frame_loop has just shown."""
        match result:
            case Ready():
                self._ready = result
                self._began = time.monotonic()
                self._prepare_look()
            case PathChanged(path) if self._ready is not None:
                self._ready = replace(self._ready, path=path)
            case Losses():
                self._note(result)
            case Surface():
                self._see(result)
            case Failed():
                self.abandon(result.text)

    def finish(self) -> int:
        """The exit code; the last line is for the person at the terminal."""
        if self._fault:
            raise EnvironmentFault(self._fault)
        if len(self._rows) <= self._subspaces:
            raise EnvironmentFault("the demo's window was closed before it was over")
        first, last = self._rows[0], self._rows[-1]
        print(
            f"{self._subspaces} subspaces: validation loss {first['validation_loss']:.3f} → "
            f"{last['validation_loss']:.3f}, {last['validation_accuracy']:.1%} of the test digits "
            f"right, {last['evaluations']:,} evaluations in {self._seconds:.0f} s; "
            f"{self._out / 'window.png'}"
        )
        return 0

    def abandon(self, reason: str) -> None:
        """Give up: a demo with a bug in it must not look like one that went well."""
        self._fault = reason
        self._program.handlers.leaving.close()

    def _prepare_look(self) -> None:
        frame_loop, descent = self._program.frame_loop, self._program.session.descent
        look = self._player.look
        frame_loop.apply(
            [
                SetStepSize(look.step_exponent),
                SelectPlane(look.plane - descent.selected_plane),
            ]
        )

    def _see(self, surface: Surface) -> None:
        self._seen[surface.plane] = surface
        # A look may be over before it is begun: the surface wanted next can be there already.
        while not self._finished and (wanted := self._exact(self._player.look.plane)):
            self._move(wanted)
        self._leave_when_complete()

    def _exact(self, plane: int) -> Surface | None:
        """The plane's surface, if it is exact and around the present place."""
        surface = self._seen.get(plane)
        here = surface is not None and self._program.session.is_current(surface)
        return surface if here and surface is not None and surface.exact else None

    def _move(self, surface: Surface) -> None:
        before = self._player.subspaces
        change = self._program.frame_loop.apply(self._player.moves(surface))
        if self._player.subspaces > before:
            self._row_frames[change.frame] = self._player.subspaces
        if self._player.subspaces < self._subspaces:
            self._prepare_look()
        else:
            self._seconds = time.monotonic() - self._began
            self._finished = True
            self._program.frame_loop.apply([SetStepSize(PICTURE_STEP_EXPONENT)])

    def _note(self, losses: Losses) -> None:
        subspace = self._row_frames.get(losses.frame)
        if subspace is None:
            return
        values = asdict(losses) | {
            "subspace": subspace,
            "evaluations": self._program.session.descent.evaluations,
        }
        self._rows.append({column: values[column] for column in CSV_COLUMNS})
        self._leave_when_complete()

    def _leave_when_complete(self) -> None:
        planes = range(self._program.session.descent.planes)
        complete = len(self._rows) == self._subspaces + 1
        if self._finished and complete and all(self._exact(plane) for plane in planes):
            self._program.frame_loop.shown.disconnect(self.on_result)
            QTimer.singleShot(GLIDE_MS, self._leave)

    def _leave(self) -> None:
        """Write everything and close the window."""
        try:
            save_picture(self._program.window, self._out / "window.png")
            with (self._out / "losses.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, CSV_COLUMNS)
                writer.writeheader()
                writer.writerows(self._rows)
            text = json.dumps(self._summary(), indent=2)
            (self._out / "summary.json").write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            self._fault = f"can't write to {self._out} ({error.strerror})"
        self._program.handlers.leaving.close()

    def _summary(self) -> dict[str, object]:
        assert self._ready is not None
        first, last = self._rows[0], self._rows[-1]
        return {
            "version": __version__,
            **asdict(self._ready),
            "seed": self._options.seed,
            "planes": self._program.session.descent.planes,
            "grid_size": self._options.grid_size,
            "batch_size": self._options.batch_size,
            "directions": self._options.directions,
            "subspaces": self._subspaces,
            "evaluations": last["evaluations"],
            "seconds": round(self._seconds, 2),
            "validation_loss_at_start": first["validation_loss"],
            "validation_loss": last["validation_loss"],
            "validation_accuracy": last["validation_accuracy"],
            "best_validation_loss": min(row["validation_loss"] for row in self._rows),
        }
