from mido import Message

from hudes_desktop.inputs.midi.lights import LightQueue
from hudes_desktop.inputs.seam.driver import Light
from hudes_desktop.inputs.seam.events import Control


def ring(number: int) -> Control:
    return Control("control_change", 48 + number, 1)


def raw(messages: list[Message]) -> list[list[int]]:
    return [message.bytes() for message in messages]


def sent(
    queue: LightQueue, seconds: float, start: float = 0.0, every: float = 1 / 60
) -> list[list[int]]:
    """What a queue that is asked once a frame sends."""
    frames = round(seconds / every)
    return [message for frame in range(frames) for message in raw(queue.due(start + frame * every))]


def test_what_is_lit_already_is_not_sent_again() -> None:
    queue = LightQueue()
    for _ in range(3):
        queue.show(Light(ring(0), 5))
    assert sent(queue, 1.0) == [[0xB0, 48, 5]]
    queue.show(Light(ring(0), 5.2))
    assert sent(queue, 1.0, start=1.0) == []


def test_a_change_that_is_taken_back_before_it_was_sent_is_not_sent() -> None:
    queue = LightQueue()
    queue.show(Light(ring(0), 5))
    queue.due(0.0)
    queue.show(Light(ring(0), 6))
    queue.show(Light(ring(0), 5))
    assert queue.due(1.0) == []


def test_a_hundred_messages_a_second_and_the_newest_value_wins() -> None:
    queue = LightQueue()
    messages: list[list[int]] = []
    for frame in range(600):  # ten seconds in which eight rings change in every frame
        for number in range(8):
            queue.show(Light(ring(number), frame % 128))
        messages += raw(queue.due(frame / 60))
    assert 950 <= len(messages) <= 1015
    each = [sum(message[1] == 48 + number for message in messages) for number in range(8)]
    assert min(each) > 100  # none stays dark
    last = sent(queue, 1.0, start=10.0)
    assert {message[1]: message[2] for message in messages[-8:] + last} == {
        48 + number: 599 % 128 for number in range(8)
    }


def test_after_a_rest_no_more_than_ten_at_once() -> None:
    queue = LightQueue()
    for number in range(30):
        queue.show(Light(Control("note", number, 1), 127))
    assert len(queue.due(1000.0)) == 10
    assert len(queue.due(1000.1)) == 10
    assert len(queue.rest()) == 10
    assert queue.due(2000.0) == []


def test_what_the_device_changed_by_itself_is_sent_again() -> None:
    queue = LightQueue()
    queue.show(Light(ring(0), 5))
    queue.show(Light(ring(1), 6))
    assert len(queue.due(0.0)) == 2
    queue.invalidate(ring(1))
    queue.invalidate(ring(7))  # nothing was ever wanted there
    assert raw(queue.due(1.0)) == [[0xB0, 49, 6]]
    queue.invalidate()
    assert raw(queue.due(2.0)) == [[0xB0, 48, 5], [0xB0, 49, 6]]
