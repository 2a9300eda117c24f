"""Which devices are gone, by the ports that are listed: of several with one name, too."""

from collections.abc import Callable, Sequence

from hudes_desktop.inputs.midi.device import MidiDevice
from hudes_desktop.inputs.midi.ports import MidiInput, PortKey


def gone(
    devices: Sequence[MidiDevice],
    sources: Sequence[PortKey],
    is_connected: Callable[[MidiInput], bool],
) -> list[MidiDevice]:
    """The devices that aren't there any more; those that are get the keys of their ports.

    sources: the input ports that are listed now. is_connected: see MidiPorts.
    """
    found: list[MidiDevice] = []
    for name in {each.source[0] for each in devices}:
        ours = [each for each in devices if each.source[0] == name]
        listed = [source for source in sources if source[0] == name]
        lost = [each for each in ours if not (listed and is_connected(each.input))]
        here = [each for each in ours if each not in lost]
        if len(here) > len(listed):
            lost += _silent(here, len(listed))
        elif any(each.doubtful for each in here):
            lost = ours  # one went and another came: all are opened anew
        here = [each for each in ours if each not in lost]
        for each, source in zip(here, listed, strict=False):
            each.source = source
        found += lost
    return found


def _silent(devices: Sequence[MidiDevice], left: int) -> list[MidiDevice]:
    """Those that have gone of several with one name, of which so many are left.

    Nobody says which of them went, so all of them stay until as many have spoken.
    """
    for each in devices:
        if not each.doubtful:
            each.doubtful, each.heard = True, False
    heard = [each for each in devices if each.heard]
    if len(heard) < left:
        return []
    for each in heard:
        each.doubtful = False
    return [each for each in devices if not each.heard]
