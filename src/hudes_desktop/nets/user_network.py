"""Networks of other people: a class, an instance or a function in a file or a module of theirs.

To load one is to run its code. It is tried in a process of its own first: see trial.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hudes_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from torch import nn

_MODULE = "hudes_desktop_opened"
"""What the module of a file is called: no name that another module could have."""


@dataclass(frozen=True)
class Source:
    """Where a network is found.

    place: the absolute path of a Python file, or the name of a module that is installed. name: of a
    class without arguments, an instance or a function in it; empty for the only one there is.
    """

    place: str
    name: str

    @property
    def file(self) -> Path | None:
        """The file, if it is one."""
        return Path(self.place) if self.place.endswith(".py") else None

    @property
    def title(self) -> str:
        """What people read: "conv.py:Net"."""
        place = self.place if self.file is None else self.file.name
        return f"{place}:{self.name}" if self.name else place

    def __str__(self) -> str:
        return f"{self.place}:{self.name}" if self.name else self.place


def file_source(text: str) -> Source | None:
    """What "FILE.py:NAME" or "FILE.py" stands for; None for any other text.

    The path may be relative to the working folder, or begin with "~".
    """
    place, colon, name = text.rpartition(":")
    if not colon or not place.endswith(".py"):
        place, name = text, ""
    if not place.endswith(".py"):
        return None
    return Source(str(Path(place).expanduser().absolute()), name.strip())


def absolute(text: str) -> str:
    """The same network, wherever the working folder is; a text that is no file's stays as it is."""
    return str(file_source(text) or text)


@dataclass(frozen=True)
class Opened:
    """A file or module that was run, with its networks.

    source: with the name that was asked for, or that of the only network in it. names: all of them,
    as they stand in the file.
    """

    source: Source
    names: tuple[str, ...]
    _module: ModuleType

    def make(self) -> nn.Module:
        """The network: a new one, or the instance. Raises EnvironmentFault where that fails."""
        from torch import nn

        with blamed(self.source):
            found = getattr(self._module, self.source.name)
            made = found if isinstance(found, nn.Module) else found()
            if not isinstance(made, nn.Module):
                raise EnvironmentFault(
                    f"{self.source.title} gives {_a(made)}, and no network (torch.nn.Module)"
                )
            return made


def open_source(source: Source) -> Opened:
    """Run a file, or import a module, and find the network in it.

    Raises EnvironmentFault for what can't be run, and for a name that isn't there, that is no
    network, or that is missing where there are several.
    """
    from torch import nn

    from hudes_desktop.nets.initialisation import seeded_initialisation

    # An instance in a file has the same weights at every start.
    with blamed(source), seeded_initialisation(0):
        module = importlib.import_module(source.place) if source.file is None else _run(source)
        names = tuple(_networks(module))
    if not source.name and len(names) == 1:
        source = replace(source, name=names[0])
    known = f"it has {', '.join(names)}" if names else "it has none"
    if not source.name:
        raise SeveralNetworks(f"say which network of {source.title} (FILE.py:NAME): {known}", names)
    found = getattr(module, source.name, None)
    if found is None:
        raise EnvironmentFault(
            f"{replace(source, name='').title} has no network {source.name}: {known}"
        )
    if not callable(found):
        raise EnvironmentFault(f"{source.title} is {_a(found)}, and no network")
    if not isinstance(found, nn.Module) and not _takes_nothing(found):
        raise EnvironmentFault(f"{source.title} takes arguments: name a function that makes it")
    return Opened(source, names, module)


class SeveralNetworks(EnvironmentFault):
    """No name was given, and there isn't exactly one network. names: those that there are."""

    def __init__(self, line: str, names: tuple[str, ...]) -> None:
        super().__init__(line)
        self.names = names


@contextmanager
def blamed(source: Source) -> Iterator[None]:
    """Code of the source's is run: what it changes for the process is put back, modules beside it
    are found, and whatever it raises is an EnvironmentFault of one line that says where."""
    from hudes_desktop.nets.untouched import untouched

    try:
        with untouched():
            if source.file is not None:
                sys.path.insert(0, str(source.file.parent))
                sys.dont_write_bytecode = True  # a cache takes seconds to see that a file changed
            yield
    except EnvironmentFault:
        raise
    except BaseException as error:
        # Another's code: it may raise anything, and end the program with SystemExit.
        raise EnvironmentFault(f"{source.title} can't be used: {_cause(source, error)}") from error


def _run(source: Source) -> ModuleType:
    """The module of a file, run anew: not import_module, which would leave a cache beside it and
    give back what it was before it was edited."""
    file = Path(source.place)
    try:
        text = file.read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"{file} can't be read ({error.strerror})") from error
    module = ModuleType(_MODULE)
    module.__file__ = str(file)
    sys.modules[_MODULE] = module  # dataclasses and pickle look there
    # What was imported from beside another file, or before it was edited, may be something else.
    while _imported:
        sys.modules.pop(_imported.pop(), None)
    before = set(sys.modules)
    try:
        exec(compile(text, str(file), "exec"), module.__dict__)
    finally:
        new = {name: sys.modules[name] for name in sys.modules.keys() - before}
        _imported.extend(name for name, each in new.items() if _beside(file, each))
    return module


_imported: list[str] = []
"""Names of the modules that the file opened last has imported from its own folder."""


def _beside(file: Path, module: ModuleType) -> bool:
    place = Path(getattr(module, "__file__", None) or os.devnull)
    # The folder may also hold the environment that this program runs in.
    return place.is_relative_to(file.parent) and "site-packages" not in place.parts


def _networks(module: ModuleType) -> Iterator[str]:
    """Names of what can be made into a network without arguments; functions only if they say that
    they give one, or if there is nothing else."""
    from torch import nn

    own = {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (isinstance(value, nn.Module) or getattr(value, "__module__", "") == module.__name__)
    }
    certain = [
        name
        for name, value in own.items()
        if isinstance(value, nn.Module)
        or (inspect.isclass(value) and issubclass(value, nn.Module) and _takes_nothing(value))
    ]
    functions = [
        n for n, value in own.items() if inspect.isfunction(value) and _takes_nothing(value)
    ]
    return iter(certain or functions)


def _takes_nothing(value: Callable[..., Any]) -> bool:
    try:
        inspect.signature(value).bind()
    except TypeError:
        return False
    except ValueError:  # one that is written in C says nothing of its arguments
        return True
    return True


def _cause(source: Source, error: BaseException) -> str:
    """What was raised, and at which line of the file."""
    if isinstance(error, SystemExit):
        what = "it ends the program"
    else:
        text = str(error).strip().partition("\n")[0]
        what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == source.place]
    return f"line {lines[-1]}: {what}" if lines else what


def _a(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
