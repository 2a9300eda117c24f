"""A program in a process of its own, with all wings that can be found; prints what is seen of them.

One JSON object: where the example of docs/examples stands, as somebody at the window would find it.
"""

import json
import time
from pathlib import Path

from PyQt6.QtWidgets import QLabel

from hudes_desktop import seam
from hudes_desktop.inputs.learning.teachable import teachables
from hudes_desktop.inputs.profiles.file import parse
from hudes_desktop.options import Options

PROFILE = """schema = 2
name = "Mine"
driver = "keyboard"
[[binding]]
control = "M"
action = "MeasureFlatness"
"""


def wait(application, condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        application.processEvents()
        time.sleep(0.005)


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def main():
    wings = seam.find()
    # As the command line does, which looks for wings where it doesn't know an option.
    from hudes_desktop import app

    application = app.prepare()
    options = Options(net="wide", batch_size=64, grid_size=11, compile=False)
    given = {"wing.flatness.steps": 8}
    program = app.Program(options, given=given, wings=wings)
    window, commands = program.window, program.handlers.commands
    window.resize(1440, 900)
    window.show()
    program.frame_loop.start()
    entry, seen = commands.action("measure_flatness"), {"messages": program.wings.messages}
    from hudes_desktop.view.commands.menus import plain_text

    seen["menu"] = [plain_text(entry), entry.shortcut().toString()]
    seen["network"] = plain_text(commands.action("network:wide"))
    palette = program.handlers.palette
    palette.toggle()
    seen["palette"] = palette.shown()
    palette.leave()
    seen["learn"] = [each.text for each in teachables()]
    program.hub.set_profile("keyboard", parse(PROFILE, Path("mine.toml")))
    window.show_devices([(each, program.hub.profile(each.id)) for each in program.hub.devices()])
    window.toggle_help()
    seen["help"] = texts(window)
    window.toggle_help()
    dock = window.docks["flatness"]
    dock.raise_()
    wait(application, lambda: not dock.visibleRegion().isEmpty())
    seen["dock"] = dock.windowTitle()
    planes = window.landscape.state.planes
    wait(application, lambda: all(plane.surface and plane.surface.exact for plane in planes))
    seen["before"] = texts(dock)
    evaluations = program.session.descent.evaluations
    window.key_pressed.emit("M")
    wait(application, lambda: texts(dock) != seen["before"])
    seen["after"] = texts(dock)
    seen["parameters"] = program.router.ready.parameters
    seen["counted"] = program.session.descent.evaluations - evaluations
    window.close()
    program.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
