"""What a person can choose: one row makes the command line, the settings and the menu."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from hudes_desktop.data.sources import SOURCES
from hudes_desktop.descent.actions import SetAxes
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.rules import (
    DEFAULT_AXES,
    DEFAULT_BATCH_SIZE,
    MAX_AXES,
    MAX_PLANES,
    MIN_AXES,
)
from hudes_desktop.engine.choices import DEVICES, DTYPES
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.free_memory import free_memory, require_memory
from hudes_desktop.landscape.choices import KINDS, Mode, check_kind, check_points
from hudes_desktop.nets.user_network import absolute
from hudes_desktop.nets.zoo import NETWORKS
from hudes_desktop.store.setting_rules import NUMBER, PATH, SWITCH, TEXT, Rule

NETWORK = Rule(TEXT.wanted, TEXT.fits, absolute, parse=absolute)
"""A name, or where a network is found: files are the same from every folder."""

_BYTES_A_POINT = 300
"""Of a surface: what the engine computes with, what is kept of it, and what is drawn."""

Choice = tuple[Any, str]
"""A value, and what people read of it."""


@dataclass(frozen=True)
class InMenu:
    """Where an option is chosen while the program runs.

    path: the menu, "View" or "View/Theme" for a submenu. group: what its commands are called, if
    not as the option. shortcuts: a key for each of the first choices, as Qt writes it. section: a
    line is drawn above it. mode: it is there only while surfaces, or curves, are shown.
    """

    path: str
    group: str = ""
    shortcuts: tuple[str, ...] = ()
    section: bool = False
    mode: Mode | None = None


@dataclass(frozen=True)
class OptionSpec:
    """One option, of the program, of its window or of a wing.

    Attributes:
        name: as in the settings; on the command line "--grid-size".
        default: where neither settings nor command line say anything.
        words: what it is, for --help; for a switch also in the menu.
        rule: what it may be.
        choices: all values, or those that the menu offers, or what gives them.
        menu: None for an option that can't be changed while the program runs.
        apply: called with the part that the row was added with, and a value: makes it so in the
            running program. None where Program.change does it, or whoever needs the value asks.
        section: of the settings: "" for options of the program, "window" for how the window looks
            (which has no place on the command line), "wing.NAME" for a wing. What is chosen in a
            menu is remembered, but for options of the program.
        demo: the default in the demo, if that is another.
        same_descent: another value goes on with the descent that is played.
    """

    name: str
    default: Any
    words: str = ""
    rule: Rule = TEXT
    choices: Iterable[Choice] | Callable[[], Iterable[Choice]] = ()
    menu: InMenu | None = None
    apply: Callable[[Any, Any], object] | None = None
    section: str = ""
    demo: Any = None
    same_descent: bool = False

    @property
    def key(self) -> str:
        """Where it stands in the settings: "seed", "window.theme", "wing.film.fps"."""
        return f"{self.section}.{self.name}" if self.section else self.name

    @property
    def flag(self) -> str:
        """On the command line: "--grid-size", "--film-fps"."""
        return "--" + self.key.removeprefix("wing.").replace(".", "-").replace("_", "-")

    def offered(self) -> list[Choice]:
        """The values to choose from, as they are known now."""
        return list(self.choices() if callable(self.choices) else self.choices)

    def help(self) -> str:
        """What --help says of it."""
        names = [str(value) for value, _ in self.offered()] if self.rule in (TEXT, NETWORK) else []
        known = f"{', '.join(names[:-1])} or {names[-1]}" if names else ""
        said = ": ".join(filter(None, (self.words, known)))
        if self.default is None:
            return said
        usual = ("off", "on")[self.default] if self.rule is SWITCH else self.default
        return f"{said} (default {usual}{f', demo {self.demo}' if self.demo else ''})"


def rules(specs: Iterable[OptionSpec]) -> dict[str, Rule]:
    """What load_settings and save_settings are handed: the rules of options, by their keys."""
    return {spec.key: spec.rule for spec in specs}


def option(default: Any, words: str, rule: Rule = TEXT, **more: Any) -> Any:
    """A field of Options that is an OptionSpec too, with the name of the field."""
    return field(default=default, metadata={"words": words, "rule": rule, **more})


@dataclass(frozen=True)
class Options:
    """The options of the program; each field is a row of OPTIONS.

    Names are checked by whoever knows them: the engine for network, data, device and dtype.
    keyboard: "3d" or "1d", or a profile of the user's own in their config folder.
    """

    net: str = option(
        "mlp",
        "the network, or one of your own as FILE.py:NAME, whose code is run",
        NETWORK,
        choices=lambda: [(n.name, f"{n.name}: {n.words}") for n in NETWORKS.values()],
        menu=InMenu("Network/Network", group="network"),
    )
    weights: Path | None = option(  # noqa: RUF009 - it is a field
        None, "file of tensors (safetensors) that the network begins with", PATH
    )
    dataset: str = option(
        "mnist",
        "the data set",
        choices=lambda: [(source.name, source.words) for source in SOURCES.values()],
        menu=InMenu("Network/Data"),
    )
    data_dir: Path | None = option(  # noqa: RUF009 - it is a field
        None, "folder with your own files of the data set", PATH
    )
    device: str = option(
        "auto",
        "where it is computed",
        choices=DEVICES.items(),
        menu=InMenu("Network/Device"),
        same_descent=True,
    )
    dtype: str = option(
        "float32",
        "the precision",
        choices=[(name, name) for name in DTYPES],
        menu=InMenu("Network/Precision", group="precision"),
        same_descent=True,
    )
    seed: int = option(0, "of weights, directions and batches", NUMBER)
    directions: str = option(
        "uniform",
        "the kind of random directions",
        choices=[(kind, kind) for kind in KINDS],
        menu=InMenu("Network/Directions"),
    )
    planes: int = option(
        3,
        f"surfaces shown, 1 to {MAX_PLANES}",
        NUMBER,
        choices=[(n, f"{n} planes" if n > 1 else "1 plane") for n in range(1, MAX_PLANES + 1)],
        menu=InMenu("Network/Planes", mode="planes"),
    )
    axes: int | None = option(
        None,
        f"directions at a time, {MIN_AXES} to {MAX_AXES} (default {DEFAULT_AXES}, or two a plane)",
        NUMBER,
        choices=[(n, f"{n} axes") for n in (2, 3, 4, 6, 8, 10, 12, 16, 24, 32)],
        menu=InMenu("Network/Axes"),
        apply=lambda frame_loop, count: frame_loop.do(SetAxes(count)),
    )
    # In a demo the player looks as far on 21 points as on 41, at a quarter of the work; and with
    # fewer digits a greedy player walks to what only these digits like. On seeds 1, 2 and 3, 60
    # subspaces led to a mean validation loss of 1.34 with 512 digits, and of 1.21 with 2048.
    grid_size: int = option(41, "points a side, odd", NUMBER, demo=21)
    batch_size: int = option(DEFAULT_BATCH_SIZE, "digits a batch", NUMBER, demo=2048)
    keyboard: str = option("3d", "which keys do what: 3d, 1d or 1d_alt")
    compile: bool = option(True, "build the compiled fast path in the background", SWITCH)

    def descent(self) -> Descent:
        """A new descent. Raises: EnvironmentFault for a number out of its range."""
        check_points(self.grid_size)
        require_memory(
            f"{self.planes} surfaces of {self.grid_size:,} by {self.grid_size:,} points",
            self.planes * self.grid_size**2 * _BYTES_A_POINT,
            free_memory(),
            "choose a smaller --grid-size",
        )
        return Descent(
            seed=self.seed,
            axes=self.axes,
            planes=self.planes,
            batch_size=self.batch_size,
            kind=check_kind(self.directions),
        )

    def engine(self) -> EngineOptions:
        """What the engine is started with."""
        return EngineOptions(
            network=self.net,
            weights=str(self.weights) if self.weights else None,
            dataset=self.dataset,
            device=self.device,
            dtype=self.dtype,
            data_dir=str(self.data_dir) if self.data_dir else None,
            compile=self.compile,
            batch_size=self.batch_size,
        )


def rows_of(options: type[Options]) -> tuple[OptionSpec, ...]:
    """The fields of Options as rows."""
    return tuple(OptionSpec(row.name, row.default, **row.metadata) for row in fields(options))


OPTIONS = rows_of(Options)
"""Of the program, in the order of --help and of the menu."""
