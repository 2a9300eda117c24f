"""`doctor --watch` tells of real devices as they come, move and go."""

import time

import pytest
import virtual_pad
from virtual_pad import UNKNOWN, VirtualPad

from hudes_desktop.inputs.hub.watch import watch
from hudes_desktop.inputs.keyboard_mouse.keyboard import KeyboardDriver
from hudes_desktop.inputs.pads.driver import PadDriver
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.seam.driver import DriverFault
from hudes_desktop.store.paths import controllers_dir


class Broken(KeyboardDriver):
    name = "broken"

    def open(self):
        raise DriverFault("its library is missing: pip install it")


@pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")
def test_a_pad_comes_moves_and_goes_beside_a_driver_that_fails():
    said = []
    pads = []
    began = time.monotonic()

    def script():
        """What a person does, each thing once the one before was told."""
        assert time.monotonic() - began < 20, said
        if not pads:
            pads.append(VirtualPad("Sofa pad"))
            pads.append(time.monotonic())
        elif (
            "pad 1: here (Sofa pad), profile: Game pad" not in said
            or time.monotonic() - pads[1] < 0.5
        ):
            pass
        elif "pad 1: y  1" not in said:
            pads[0].button("y", True)
            pads[0].axis("leftx", 1.0)
        elif "pad 1: guide  1  (nothing is bound to it)" not in said:
            pads[0].button("guide", True)
        elif "pad 1: leftx  1" in said:
            pads[0].unplug()
        return "pad 1: gone" in said

    watch([Broken(), PadDriver()], Library([controllers_dir()]), said.append, script)
    assert said[0] == "broken: its library is missing: pip install it"
    assert said[-1] == "pad 1: gone"


@pytest.mark.skipif(bool(virtual_pad.why_not()), reason=virtual_pad.why_not() or "-")
def test_the_raw_controls_of_a_joystick_without_a_mapping_are_told():
    said = []
    pads = [VirtualPad("Strange", kind=UNKNOWN, axes=8, buttons=32)]
    name = f"joystick {pads[0].instance} (Strange)"
    began = time.monotonic()

    def script():
        assert time.monotonic() - began < 20, said
        if not any("Strange is not known as a game pad" in line for line in said):
            return False
        if f"{name}: a7  0.5" not in said:
            pads[0].raw_axis(7, 0.5)
        elif f"{name}: b31  1" not in said:
            pads[0].raw_button(31, True)
        else:
            return True
        return False

    watch([PadDriver()], Library([controllers_dir()]), said.append, script)
    pads[0].unplug()
    assert said[-1] == f"{name}: b31  1"
    assert "Help → Controllers" in said[0]
