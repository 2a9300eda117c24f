"""Numbers are as short as they can be, with a true minus sign."""

from hudes_desktop.view.kit.number_text import loss_label, signed, slope_text, steps_text, ticks


def test_a_sign_only_where_it_says_something():
    assert [signed(value, 1) for value in (1.25, -1.25, 0.0, -0.04)] == [
        "+1.2",
        "−1.2",
        "0.0",
        "0.0",
    ]
    assert signed(3.0, 0, plus=False) == "3"


def test_steps_have_as_few_decimals_as_tell_them_apart():
    texts = [steps_text(steps) for steps in (0.25, 2.0, -12.5, 1234.5)]
    assert texts == ["+0.25", "+2", "−12.5", "+1234"]


def test_slopes_have_three_figures():
    texts = [slope_text(slope) for slope in (0.0, 0.01234, -1.5, 123.4, 2e-5, -2e-12, 1e4)]
    assert texts == ["0", "+0.0123", "−1.50", "+123", "+2.0e−5", "−2.0e−12", "+1.0e4"]


def test_where_room_is_scarce_slopes_have_two_figures():
    texts = [slope_text(slope, 2, 10_000) for slope in (0.01234, -1.5, 2e-4, 9876.5, 1e4)]
    assert texts == ["+0.012", "−1.5", "+2.0e−4", "+9876", "+1.0e4"]


def test_a_loss_that_ran_away_has_a_power_of_ten():
    assert loss_label(2.3, 2) == "2.30"
    assert loss_label(1.234e30, 2) == "1.234e30"


def test_ticks_stand_at_round_losses():
    assert [text for _, text in ticks(1.01, 2.01, 5)] == ["1.2", "1.4", "1.6", "1.8", "2.0"]
