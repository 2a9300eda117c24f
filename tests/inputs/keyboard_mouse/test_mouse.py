"""The mouse's driver: moves are summed, a profile says what they mean."""

import pytest

from hudes_desktop.inputs.bindings.window_actions import Orbit, SelectAtPointer, WalkToPointer, Zoom
from hudes_desktop.inputs.hub.hub import Hub
from hudes_desktop.inputs.keyboard_mouse.mouse import MouseDriver
from hudes_desktop.inputs.profiles.file import ProfileError, load
from hudes_desktop.store.paths import controllers_dir


@pytest.fixture
def mouse() -> tuple[Hub, MouseDriver]:
    hub, driver = Hub(), MouseDriver()
    hub.add(driver)
    hub.set_profile("mouse", load(controllers_dir() / "mouse.toml"))
    return hub, driver


def test_a_drag_turns_as_far_as_it_went_however_often_it_is_polled(mouse) -> None:
    hub, driver = mouse
    turned = 0.0
    for _ in range(3):
        for pixels in (10.0, 5.0, -2.0):
            driver.move("LeftDragX", pixels)
        made = hub.poll()
        assert [type(each) for each in made] == [Orbit]
        turned += made[0].yaw
    assert turned == pytest.approx(-0.4 * 39)
    assert hub.poll() == []


def test_a_drag_back_to_where_it_began_is_nothing(mouse) -> None:
    hub, driver = mouse
    driver.move("LeftDragY", 7.0)
    driver.move("LeftDragY", -7.0)
    assert hub.poll() == []


def test_notches_of_the_wheel_multiply(mouse) -> None:
    hub, driver = mouse
    driver.move("Wheel", 1.0)
    driver.move("Wheel", 2.0)
    (zoomed,) = hub.poll()
    assert isinstance(zoomed, Zoom)
    assert zoomed.factor == pytest.approx(1.12**3)
    driver.move("Wheel", -3.0)
    (back,) = hub.poll()
    assert zoomed.factor * back.factor == pytest.approx(1.0)


def test_clicks_are_clicks_however_many(mouse) -> None:
    hub, driver = mouse
    driver.move("LeftClick", 1.0)
    driver.move("LeftDoubleClick", 1.0)
    driver.move("LeftClick", 1.0)
    assert hub.poll() == [SelectAtPointer(), WalkToPointer()]


def test_what_no_mouse_has_is_refused(mouse, tmp_path) -> None:
    with pytest.raises(ValueError, match="FourthClick"):
        mouse[1].move("FourthClick", 1.0)
    file = tmp_path / "mouse.toml"
    text = 'schema = 2\nname = "m"\ndriver = "mouse"\n[[binding]]\ncontrol = "W"\naction = "Undo"\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"line 5.*nothing a mouse has"):
        load(file)
