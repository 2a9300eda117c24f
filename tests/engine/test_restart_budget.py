"""After errors the engine goes on, but not for ever."""

from hudes_desktop.engine.restart_budget import RestartBudget


def test_three_restarts_a_minute():
    budget = RestartBudget(3, 60)
    assert [budget.spend(now) for now in (0, 1, 2, 3, 59, 61, 61.5)] == [
        True, True, True, False, False, True, True,
    ]  # fmt: skip
