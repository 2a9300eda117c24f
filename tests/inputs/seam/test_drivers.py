"""Drivers are found: ours by name, others by entry points; a bad one takes nothing else down."""

import importlib.metadata
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver

from hudes_desktop.descent.actions import Undo
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.profiles.file import ProfileError, load, parse
from hudes_desktop.inputs.seam import drivers
from hudes_desktop.inputs.seam.events import Control

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_ours_are_entry_points_like_any_other() -> None:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][drivers.GROUP] == drivers.OURS


def test_ours_can_be_made_by_name() -> None:
    assert drivers.make("keyboard").name == "keyboard"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch):
    """Lets packages with these drivers be installed, for this test."""

    def install(**made) -> None:
        points = []
        for name, value in made.items():
            point = EntryPoint(name, f"{name}_package:Driver", drivers.GROUP)
            if value is not None:
                object.__setattr__(point, "load", lambda value=value: value)
            points.append(point)
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_: points)
        drivers.others.cache_clear()

    yield install
    drivers.others.cache_clear()


def test_another_package_adds_a_driver_and_profiles_for_it(installed, tmp_path) -> None:
    desk = FakeDriver("theremin")
    installed(theremin=lambda: desk)
    hub = Hub(Clock())
    file = tmp_path / "theremin.toml"
    text = 'schema = 2\nname = "T"\ndriver = "theremin"\n'
    file.write_text(text + '[[binding]]\ncontrol = "button 3"\naction = "Undo"\n', encoding="utf-8")
    hub.set_profile("theremin", load(file))
    (driver,) = drivers.foreign_drivers()
    hub.add(driver)
    desk.say(Control("button", 3), 1)
    assert hub.poll() == [Undo()]


def test_a_profile_for_a_driver_that_is_not_there_says_which_are(installed) -> None:
    installed(theremin=None)
    with pytest.raises(ProfileError, match=r"known: keyboard, mouse, pad, midi, theremin"):
        parse('schema = 2\nname = "T"\ndriver = "kazoo"\nbinding = []\n', Path("t.toml"))


def test_one_that_cannot_be_imported_is_a_line_and_the_others_go_on(installed) -> None:
    desk = FakeDriver("theremin")
    installed(kazoo=None, theremin=lambda: desk)
    hub = Hub(Clock())
    for driver in drivers.foreign_drivers():
        hub.add(driver)
    kazoo, theremin = hub.status()
    assert (kazoo.id, kazoo.state) == ("kazoo", "failed")
    assert kazoo.trouble == "ModuleNotFoundError: No module named 'kazoo_package'"
    assert theremin.state == "ready"


@pytest.mark.parametrize("method", ["open", "poll", "devices", "release_all", "close"])
def test_whatever_another_package_raises_is_a_line(installed, method) -> None:
    clock, desk = Clock(), FakeDriver("theremin")
    installed(theremin=lambda: desk)

    def fail() -> None:
        raise ZeroDivisionError("theirs")

    setattr(desk, method, fail)
    hub = Hub(clock)
    (driver,) = drivers.foreign_drivers()
    hub.add(driver)
    hub.poll()
    hub.release_all()
    hub.close()
    assert hub.status()[0].trouble == "ZeroDivisionError: theirs"
    delattr(desk, method)
    clock.now += 2.1
    hub.poll()
    assert hub.status()[0].state == "ready"
