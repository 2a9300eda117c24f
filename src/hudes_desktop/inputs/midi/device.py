"""One MIDI device that is plugged in: its ports, what is held on it, what it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hudes_desktop.inputs.midi.lights import LightQueue
from hudes_desktop.inputs.midi.messages import read_message
from hudes_desktop.inputs.midi.parameters import Parameters
from hudes_desktop.inputs.midi.ports import QUEUE_LIMIT, MidiInput, MidiOutput, PortKey
from hudes_desktop.inputs.seam.driver import Timing
from hudes_desktop.inputs.seam.events import ControlEvent, Device
from hudes_desktop.inputs.seam.repeat import HeldControls

if TYPE_CHECKING:
    from mido import Message


class MidiDevice:
    """An open input, and the output of the same name where there is one.

    Attributes:
        device: how it is known outside.
        source: the key of its input port; target: of its output port, None while it has none.
        input, output: the open ports; None for an output that there isn't.
        lights: what it is to show.
        doubtful: it, or another one of its name, has gone.
        heard: it has sent something since it is doubtful.
        overrun: the last `read` found the queue full: what came after that was not kept.
    """

    def __init__(
        self, device: Device, source: PortKey, opened: MidiInput, lights: LightQueue
    ) -> None:
        self.device = device
        self.source = source
        self.input = opened
        self.doubtful = self.heard = False
        self.target: PortKey | None = None
        self.output: MidiOutput | None = None
        self.lights = lights
        self.overrun = False
        self._held = HeldControls()
        self._parameters: defaultdict[int | None, Parameters] = defaultdict(Parameters)

    def read(self, events: list[ControlEvent], timing: Timing, now: float) -> None:
        """Add what came since the last call, and the repeats of held notes that are due.

        Raises MidiPorts.Error when the input is gone.
        """
        name = self.device.id
        next_message = self.input.poll
        count = 0
        # Bounded, so that a source without end can't keep the window from being drawn.
        while count < QUEUE_LIMIT and (message := next_message()) is not None:
            count += 1
            if (read := read_message(message)) is None:
                continue
            control, value = read
            if control.kind == "control_change":
                made = self._parameters[control.channel].feed(control, value)
                events += [ControlEvent(name, *each) for each in made]
                continue
            if control.kind == "note" and value:
                self._held.press(control, timing(name, control), now, value)
            elif control.kind == "note":
                self._held.release(control)
            events.append(ControlEvent(name, control, value))
        if not count:
            for parameters in self._parameters.values():
                events += [ControlEvent(name, *each) for each in parameters.rest()]
        events += [ControlEvent(name, *held, repeat=True) for held in self._held.due(now)]
        self.heard = self.heard or count > 0
        self.overrun = count >= QUEUE_LIMIT - 1  # rtmidi's ring keeps one place free
        if self.overrun:
            self.release(events)  # the note-offs may be among what is missing

    def release(self, events: list[ControlEvent]) -> None:
        """Add a release of every note that is held."""
        name = self.device.id
        events += [ControlEvent(name, control, 0) for control in self._held.release_all()]

    def send(self, messages: Iterable[Message]) -> None:
        """Send messages, if there is an output. Raises MidiPorts.Error when it is gone."""
        if self.output is not None:
            for message in messages:
                self.output.send(message)

    def close_output(self) -> None:
        """Let go of the output, if there is one."""
        if self.output is not None:
            self.output.close()
        self.output = self.target = None

    def close(self) -> None:
        """Let go of both ports."""
        self.input.close()
        self.close_output()
