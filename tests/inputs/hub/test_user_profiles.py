"""The user's own profiles: saved where they go before ours, taken back, exchanged, exported."""

from pathlib import Path

import pytest
from clock import Clock
from fake_desk import FakeDriver

from hudes_desktop.descent.actions import NextBatch, NextSubspace, Undo
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.hub.user_profiles import UserProfiles
from hudes_desktop.inputs.learning.calibration import Calibration
from hudes_desktop.inputs.learning.editing import conflict_line, conflicts, with_binding, without
from hudes_desktop.inputs.profiles.file import load
from hudes_desktop.inputs.profiles.library import Library
from hudes_desktop.inputs.profiles.profile import Binding, Layer, Profile
from hudes_desktop.inputs.seam.events import Control

CONTROLLERS = Path(__file__).parents[3] / "controllers"
Y, A = Control("button", "y"), Control("button", "a")


class Bench:
    """A pad and a mixer in a hub, and the user's profiles for them in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "controllers"
        self.clock = Clock()
        self.library = Library([self.folder, CONTROLLERS])
        self.hub = Hub(self.clock, self.library)
        self.pad, self.desk = FakeDriver("pad", "Sofa pad"), FakeDriver("midi", "DJ Desk 2")
        self.hub.add(self.pad)
        self.hub.add(self.desk)
        self.user_profiles = UserProfiles(self.hub, self.library, self.folder)
        self.pad_device, self.desk_device = self.hub.devices()

    def bind(self, control: Control, action, device=None) -> str:
        device = device or self.pad_device
        profile = with_binding(self.user_profiles.profile(device), Binding(control, action))
        return self.user_profiles.put(device, profile)

    def made(self, control: Control, driver=None):
        driver = driver or self.pad
        driver.say(control, 1)
        self.hub.poll()
        driver.say(control, 0)
        self.hub.poll()

    def does(self, control: Control, device=None):
        binding = self.user_profiles.profile(device or self.pad_device).binding(control)
        return binding.action if binding else None

    def restarted(self) -> "Bench":
        return Bench(self.folder.parent)


@pytest.fixture
def bench(tmp_path) -> Bench:
    return Bench(tmp_path)


def test_a_change_holds_at_once_and_after_the_next_start(bench) -> None:
    assert bench.does(Y) == NextSubspace()
    assert bench.bind(Y, Undo()) == ""
    bench.pad.say(Y, 1)
    assert bench.hub.poll() == [Undo()]
    assert bench.user_profiles.is_own(bench.pad_device)
    assert bench.restarted().does(Y) == Undo()
    assert load(bench.folder / "xbox.toml") == bench.user_profiles.profile(bench.pad_device)


def test_a_profile_for_any_mixer_becomes_one_for_this_mixer(bench) -> None:
    assert bench.bind(Control("note", 5, 1), Undo(), bench.desk_device) == ""
    assert [file.name for file in bench.folder.iterdir()] == ["dj_desk_2.toml"]
    profile = load(bench.folder / "dj_desk_2.toml")
    assert (profile.name, profile.match) == ("DJ Desk 2", ("DJ Desk 2",))
    again = bench.restarted()
    assert again.does(Control("note", 5, 1), again.desk_device) == Undo()
    bench.bind(Control("note", 6, 1), Undo(), bench.desk_device)
    assert len(list(bench.folder.iterdir())) == 1


def test_changes_are_taken_back_one_after_the_other(bench) -> None:
    bench.bind(Y, Undo())
    bench.bind(Y, NextBatch())
    bench.bind(Control("note", 5, 1), Undo(), bench.desk_device)
    shelf = bench.user_profiles
    assert shelf.undo() == ""
    assert (bench.folder / "dj_desk_2.toml").exists() is False
    assert bench.hub.profile(bench.desk_device.id).name == "Any mixer"
    assert (shelf.undo(), bench.does(Y)) == ("", Undo())
    assert (shelf.undo(), bench.does(Y)) == ("", NextSubspace())
    assert not (bench.folder / "xbox.toml").exists()
    assert not shelf.can_undo
    assert not shelf.is_own(bench.pad_device)


def test_the_shipped_one_comes_back_and_nothing_is_lost(bench) -> None:
    bench.bind(Y, Undo())
    written = (bench.folder / "xbox.toml").read_bytes()
    assert bench.user_profiles.back_to_shipped(bench.pad_device) == ""
    assert bench.does(Y) == NextSubspace()
    assert (bench.folder / "xbox.toml.bak").read_bytes() == written
    assert (bench.user_profiles.undo(), bench.does(Y)) == ("", Undo())


def test_another_shipped_profile_holds_after_the_next_start(tmp_path) -> None:
    bench = Bench(tmp_path)
    bench.desk.here = []
    bench.hub.poll()
    mini = FakeDriver("midi", "X-TOUCH MINI").here[0]
    bench.desk.here = [mini]
    bench.hub.poll()
    (device,) = [each for each in bench.hub.devices() if each.driver == "midi"]
    assert bench.hub.profile(device.id).name == load(CONTROLLERS / "xtouch_mini_mc.toml").name
    assert "xtouch_mini" in dict(bench.user_profiles.choices(device))
    assert bench.user_profiles.choose(device, "xtouch_mini") == ""
    wanted = load(CONTROLLERS / "xtouch_mini.toml")
    assert bench.hub.profile(device.id).bindings == wanted.bindings
    assert Library([bench.folder, CONTROLLERS]).for_device(device).bindings == wanted.bindings


def test_a_file_that_cannot_be_written_is_one_line_and_nothing_is_lost(bench) -> None:
    bench.folder.write_text("a file where the folder should be")
    line = bench.bind(Y, Undo())
    assert "can't be written" in line
    assert "\n" not in line
    assert bench.does(Y) == Undo()
    line = bench.bind(A, NextBatch())
    assert (bench.does(Y), bench.does(A)) == (Undo(), NextBatch())
    bench.folder.unlink()
    assert bench.bind(Control("button", "x"), Undo()) == ""
    again = bench.restarted()
    assert (again.does(Y), again.does(A)) == (Undo(), NextBatch())


def test_undo_of_what_could_not_be_written(bench) -> None:
    bench.folder.write_text("a file where the folder should be")
    bench.bind(Y, Undo())
    bench.user_profiles.undo()
    assert bench.does(Y) == NextSubspace()


def test_export_writes_what_is_in_force(bench, tmp_path) -> None:
    bench.bind(Y, Undo())
    assert bench.user_profiles.export(bench.pad_device, tmp_path / "mine.toml") == ""
    assert load(tmp_path / "mine.toml") == bench.user_profiles.profile(bench.pad_device)
    assert "can't be written" in bench.user_profiles.export(bench.pad_device, tmp_path)


def test_conflicts_are_named_and_replaced_in_place() -> None:
    profile = load(CONTROLLERS / "xbox.toml")
    binding = Binding(Y, Undo())
    others = conflicts(profile, binding)
    assert conflict_line(others) == "Y already does: next subspace: new directions"
    place = list(profile.bindings).index(others[0])
    changed = with_binding(profile, binding)
    assert changed.bindings[place] == binding
    assert len(changed.bindings) == len(profile.bindings)
    assert without(changed, binding).binding(Y) is None

    stick = conflicts(profile, Binding(Control("axis", "lefty"), NextBatch()))
    assert [each.control.name for each in stick] == ["leftx"]


def test_a_control_of_every_channel_is_in_conflict_with_one_of_its_own() -> None:
    every = Binding(Control("note", 5), Undo())
    layers = (Layer("A", Control("note", 1, 1)), Layer("B", Control("note", 2, 1)))
    upper = Binding(Control("note", 6, 1), Undo(), layer="A")
    profile = Profile("Desk", "midi", (every, upper), layers=layers)
    assert conflicts(profile, Binding(Control("note", 5, 3), NextBatch())) == [every]
    assert conflicts(profile, Binding(Control("note", 6, 1), NextBatch(), layer="B")) == []
    assert conflicts(profile, Binding(Control("note", 6, 1), NextBatch())) == [upper]


def test_calibration_finds_rest_and_reach() -> None:
    profile = load(CONTROLLERS / "xbox.toml")
    x, y = Control("axis", "leftx"), Control("axis", "lefty")
    seen = Calibration()
    for value in (0.01, -0.08, 0.05):
        seen.rest({x: value, y: 0.02})
    for value in (-0.9, 0.0, 0.85):
        seen.reach({x: value, y: 1.0})
    walk = seen.applied(profile).binding(x)
    assert walk is not None
    assert walk.transform.dead_zone == 0.17
    assert walk.transform.scale == pytest.approx(1 / ((0.85 - 0.17) / 0.83) ** 1.6, abs=0.02)
    assert [before.control.name for before, _ in seen.lines(profile)] == ["leftx"]
