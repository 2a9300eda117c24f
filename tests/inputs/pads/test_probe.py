"""What doctor says of game pads."""

import re

import pytest
from virtual_pad import UNKNOWN, VirtualPad, plugged_in, why_not

from hudes_desktop.inputs.pads import probe as pad_probe
from hudes_desktop.inputs.pads import sdl as pad_sdl
from hudes_desktop.inputs.seam.driver import DriverFault


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_it_lists_pads_and_whether_sdl_knows_them(tmp_path) -> None:
    file = tmp_path / "gamecontrollerdb.txt"
    file.write_text("nonsense\n", encoding="utf-8")
    pads = [VirtualPad("Sofa pad"), VirtualPad("Stranger", kind=UNKNOWN)]
    lines = pad_probe.probe(file)
    assert re.fullmatch(r"SDL 2\.\d+\.\d+, [\d,]+ mappings of pads", lines[0])
    assert lines[1] == "nonsense…: no mapping"
    assert re.fullmatch(r"Sofa pad, GUID [0-9a-f]{32}: mapping known", lines[2])
    assert re.fullmatch(r"Stranger, GUID [0-9a-f]{32}: no mapping known; .*", lines[3])
    assert plugged_in() == 2
    assert not pad_sdl.library().SDL_WasInit(0x2000), "SDL still looks for game pads"
    for pad in pads:
        pad.unplug()
    assert "no game pad found" in pad_probe.probe()


def test_without_pygame_it_is_one_line(monkeypatch) -> None:
    def missing() -> None:
        raise DriverFault("game pads need pygame")

    monkeypatch.setattr(pad_sdl, "library", missing)
    assert pad_probe.probe() == ["game pads need pygame"]


@pytest.mark.parametrize(
    ("unreadable", "member", "hint"),
    [
        ((), True, False),
        (("event0",), False, False),  # a keyboard: nobody may read it
        (("js0",), False, True),
        (("usb-pad-event-joystick",), None, True),
    ],
)
def test_rights_are_told_with_a_hint_where_a_pad_cannot_be_read(
    tmp_path, unreadable, member, hint
) -> None:
    (tmp_path / "by-id").mkdir()
    for name in ("event0", "event1", "js0", "by-id/usb-pad-event-joystick"):
        (tmp_path / name).touch()
    lines = pad_probe.rights(tmp_path, lambda path: path.name not in unreadable, lambda: member)
    readable = 2 - ("event0" in unreadable)
    assert lines[0] == f"{tmp_path}/event*: 2 found, {readable} readable"
    assert lines[1] == f"{tmp_path}/js*: 1 found, {1 - ('js0' in unreadable)} readable"
    assert (
        lines[2]
        == {
            True: "this user is in the group input",
            False: "this user is not in the group input",
            None: "there is no group input",
        }[member]
    )
    assert lines[3:] == ([pad_probe.RIGHTS_HINT] if hint else [])


def test_a_machine_without_input_devices_says_so(tmp_path) -> None:
    (line,) = pad_probe.rights(tmp_path / "none")
    assert "is not there" in line
