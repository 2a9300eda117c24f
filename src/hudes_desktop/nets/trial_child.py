"""The process in which a network of somebody else's is tried; see trial."""

import faulthandler
import json
import os
import sys
import traceback
from pathlib import Path

import torch  # noqa: F401 - before the time of the network begins

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.user_network import (
    SeveralNetworks,
    Source,
    blamed,
    open_source,
)
from hudes_desktop.nets.zoo import Chosen


def main(place: str, name: str, weights: str, seconds: str, answer: str) -> None:
    """Leave an answer in a file, or die of what the network does."""
    # The watchdog is no Python: it also ends what never returns to the interpreter.
    faulthandler.dump_traceback_later(float(seconds), exit=True)
    said: dict[str, object]
    try:
        said = {"name": _tried(Source(place, name), Path(weights) if weights else None)}
    except SeveralNetworks as several:
        said = {"fault": str(several), "names": several.names}
    except EnvironmentFault as fault:
        said = {"fault": str(fault)}
        traceback.print_exception(fault.__cause__ or fault)  # for the log
    part = Path(f"{answer}.part")
    part.write_text(json.dumps(said), "utf-8")
    part.replace(answer)
    os._exit(0)  # whatever it has left running, or wants to do at the end


def _tried(source: Source, weights: Path | None) -> str:
    """Make the network, and evaluate it; returns the name it was found under."""
    opened = open_source(source)
    chosen = Chosen(opened.source.title, opened.make, weights, foreign=True)
    with blamed(opened.source):
        chosen.prepare()
    return opened.source.name


if __name__ == "__main__":
    main(*sys.argv[1:])
