"""Profiles are found for devices; the user's go before ours, and what is saved holds at once."""

import os
from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver, cc, note

from hudes_desktop.descent.actions import NextBatch, NextSubspace, Undo
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.keyboard_mouse.keyboard import KeyboardDriver
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.profiles.profile import Profile
from hudes_desktop.inputs.seam.events import Device
from hudes_desktop.store.paths import controllers_dir


def write(folder: Path, name: str, action: str, match: str = "", extra: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.toml"
    before = file.stat().st_mtime_ns if file.exists() else 0
    text = f'schema = 2\nname = "{name}"\ndriver = "midi"\n'
    text += f'match = ["{match}"]\n' if match else ""
    text += f'{extra}\n[[binding]]\ncontrol = "note 1"\naction = "{action}"\n'
    file.write_text(text, encoding="utf-8")
    if before:
        os.utime(file, ns=(before + 10**9, before + 10**9))
    return file


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    own.mkdir()
    write(shipped, "any", "Undo")
    write(shipped, "mini", "NextSubspace", "mini")
    return own, shipped


@pytest.fixture
def library(folders) -> Library:
    return Library(folders)


def device(title: str, driver: str = "midi") -> Device:
    return Device(title, driver, title)


def name_for(library: Library, title: str, driver: str = "midi") -> str | None:
    profile = library.for_device(device(title, driver))
    return profile.name if profile else None


def test_the_longest_matching_part_of_the_title_decides(library, folders) -> None:
    assert name_for(library, "X-TOUCH MINI MIDI 1") == "mini"
    assert name_for(library, "Unheard-of 9000") == "any"
    assert name_for(library, "X-TOUCH MINI", driver="pad") is None
    write(folders[0], "exact", "NextBatch", "x-touch mini")
    assert name_for(library, "X-TOUCH MINI MIDI 1") == "exact"


def test_of_equal_matches_the_higher_priority_decides(library, folders) -> None:
    write(folders[1], "other", "NextBatch", "MINI", "priority = 1")
    assert name_for(library, "X-TOUCH MINI") == "other"


def test_of_two_that_are_equal_the_users_own_decides(library, folders) -> None:
    write(folders[0], "a_mine", "NextBatch", "mini")
    write(folders[1], "z_other", "NextBatch", "mini")
    assert name_for(library, "X-TOUCH MINI") == "a_mine"


def test_the_users_own_file_goes_before_ours_of_that_name(library, folders) -> None:
    write(folders[0], "mini", "NextBatch", "mini")
    assert library.for_device(device("mini")).bindings[0].action == NextBatch()
    assert library.profile("mini").bindings[0].action == NextBatch()


def test_a_name_that_is_not_there_is_one_line(library) -> None:
    with pytest.raises(EnvironmentFault, match="no profile 'maxi'; choose one of any, mini"):
        library.profile("maxi")


@pytest.fixture
def rig(library) -> tuple[Hub, FakeDriver, Clock]:
    clock, driver = Clock(), FakeDriver("midi", "Mini")
    hub = Hub(clock, library)
    hub.add(driver)
    hub.poll()
    return hub, driver, clock


def pressed(rig: tuple[Hub, FakeDriver, Clock], seconds: float = 1.1) -> list:
    hub, driver, clock = rig
    clock.now += seconds
    driver.say(note(1), 127)
    driver.say(note(1), 0)
    return hub.poll()


def test_a_device_speaks_through_the_profile_that_matches_it(rig) -> None:
    assert pressed(rig) == [NextSubspace()]
    assert rig[0].status()[0].profile == "mini"


def test_a_profile_holds_when_it_is_saved(rig, folders) -> None:
    changes: list[int] = []
    rig[0].changed = lambda: changes.append(1)
    assert pressed(rig) == [NextSubspace()]
    write(folders[0], "mini", "NextBatch", "mini")
    assert pressed(rig, 0.01) == [NextSubspace()]  # looked at once a second
    assert pressed(rig) == [NextBatch()]
    assert changes == [1]
    write(folders[0], "mini", "Undo", "mini")
    assert pressed(rig) == [Undo()]
    (folders[0] / "mini.toml").unlink()
    assert pressed(rig) == [NextSubspace()]


def test_a_broken_one_leaves_the_former_in_force_and_says_so_once(rig, folders) -> None:
    file = write(folders[0], "mini", "NextBatch", "mini")
    assert pressed(rig) == [NextBatch()]
    file.write_text(file.read_text().replace("action", "deed"))
    assert pressed(rig) == [NextBatch()]
    (line,) = rig[0].take_messages()
    assert line.startswith(f"{file}, line 8, deed: unknown key")
    assert rig[0].status()[0].trouble == line
    assert pressed(rig) == [NextBatch()]
    assert rig[0].take_messages() == []
    write(folders[0], "mini", "Undo", "mini")
    assert pressed(rig) == [Undo()]
    assert rig[0].status()[0].trouble == ""


def test_a_broken_one_that_never_worked_leaves_ours_in_force(rig, folders) -> None:
    file = write(folders[0], "mini", "NextBatch", "mini")
    file.write_text(file.read_text().replace("action", "deed"))
    assert pressed(rig) == [NextSubspace()]
    assert len(rig[0].take_messages()) == 1


def test_an_action_that_nobody_brings_does_nothing_and_is_said_once(rig, folders) -> None:
    file = write(folders[0], "mini", "Fly", "mini")
    assert pressed(rig) == []
    (line,) = rig[0].take_messages()
    assert line.startswith(f'{file}, line 8, action: there is no action "Fly"')
    assert rig[0].status()[0].trouble == line
    assert pressed(rig) == []
    assert rig[0].take_messages() == []


def test_a_profile_chosen_by_name_is_read_again_too(rig, folders) -> None:
    hub, driver, _ = rig
    hub.set_profile(driver.here[0].id, "any")
    assert pressed(rig) == [Undo()]
    write(folders[1], "any", "NextBatch")
    assert pressed(rig) == [NextBatch()]
    (folders[1] / "any.toml").unlink()
    assert pressed(rig) == [NextBatch()]


def test_a_device_that_nothing_matches_says_so(folders) -> None:
    hub, driver = Hub(Clock(), Library(folders)), FakeDriver("pad")
    hub.add(driver)
    driver.say(note(1), 1)
    assert hub.poll() == []
    assert hub.status()[0].trouble == "no profile is for this device"


@pytest.mark.parametrize(
    ("driver", "title", "name"),
    [
        ("pad", "Xbox Series X Controller", "Game pad"),
        ("pad", "PS5 Controller", "Game pad"),
        ("midi", "X-TOUCH MINI MIDI 1", "X-Touch Mini"),
        ("midi", "MIDI Mix:MIDI Mix MIDI 1", "AKAI MIDImix"),
        ("midi", "nanoKONTROL2 nanoKONTROL2 _ CTR", "Korg nanoKONTROL2"),
        ("midi", "DDJ-400", "Any mixer"),
        ("mouse", "mouse", "Mouse and touch"),
    ],
)
def test_whatever_is_plugged_in_works_at_once(driver, title, name) -> None:
    assert name_for(Library([controllers_dir()]), title, driver) == name


def test_a_desk_that_stays_in_its_other_mode_plays_on_by_that_modes_profile_and_says_why() -> None:
    hub, driver = Hub(Clock(), Library([controllers_dir()])), FakeDriver("midi", "X-TOUCH MINI")
    hub.add(driver)
    hub.poll()
    assert hub.status()[0].profile == "X-Touch Mini"
    before = dict(driver.messages)
    driver.say(cc(1, channel=11), 60)
    driver.say(note(8, channel=11), 127)
    driver.say(note(8, channel=11), 0)
    hub.poll()
    (status,) = hub.status()
    assert status.profile == "X-Touch Mini, standard mode"
    assert "“X-Touch Mini”" in status.trouble
    assert status.unheard == ()
    assert driver.messages != before
    driver.say(cc(1, channel=11), 64)
    driver.say(cc(1, channel=11), 66)
    (step,) = hub.poll()
    assert (step.axis, step.amount) == (0, pytest.approx(2.0))

    plugged, driver.here = driver.here, []
    hub.poll()
    driver.here = plugged
    hub.poll()
    (status,) = hub.status()
    assert (status.profile, status.trouble) == ("X-Touch Mini", "")


def test_a_device_that_sends_only_what_nobody_bound_is_named_until_it_is_heard(rig) -> None:
    hub, driver, _ = rig
    changes: list[int] = []
    hub.changed = lambda: changes.append(1)
    for value in (10, 20, 30):
        assert hub.status()[0].unheard == ()
        driver.say(cc(7), value)
        hub.poll()
    assert hub.status()[0].unheard == (cc(7),)
    assert changes == [1]
    driver.say(note(1), 127)
    assert hub.poll() == [NextSubspace()]
    assert hub.status()[0].unheard == ()
    driver.say(cc(7), 40)
    hub.poll()
    assert hub.status()[0].unheard == ()


def test_keys_that_do_nothing_are_no_unheard_keyboard(library) -> None:
    hub, keyboard = Hub(Clock(), library), KeyboardDriver()
    hub.set_profile("keyboard", Profile("K", "keyboard", ()))
    hub.add(keyboard)
    for key in "ABCDE":
        keyboard.press(key)
    hub.poll()
    assert hub.status()[0].unheard == ()
