"""A person in front of the real window: what they see, and how they wait for it."""

from hudes_desktop import app
from hudes_desktop.engine.lowest_point import lowest_point
from hudes_desktop.engine.results import Surface
from hudes_desktop.options import Options


class Player:
    """Sees the surfaces of a running program; hands come with a device, in a subclass."""

    def __init__(self, qtbot, **options):
        """The window is open, and its first surfaces are there. options: more of Options."""
        self.qtbot = qtbot
        self.program = app.Program(Options(batch_size=512, grid_size=21, **options))
        self.descent = self.program.session.descent
        self.surfaces = {}
        self.program.frame_loop.shown.connect(self.see)
        qtbot.addWidget(self.program.window)
        self.program.window.show()
        qtbot.waitExposed(self.program.window)
        self.program.frame_loop.start()
        self.look()

    def close(self):
        self.program.handlers.leaving.close()
        self.program.close()

    def see(self, result):
        if isinstance(result, Surface):
            self.surfaces[result.plane] = result

    def wait_for(self, condition, seconds=60):
        self.qtbot.waitUntil(condition, timeout=1000 * seconds)

    def look(self):
        """The exact surface of the selected plane around the present place."""
        session, plane = self.program.session, self.descent.selected_plane

        def there():
            surface = self.surfaces.get(plane)
            return surface is not None and surface.exact and session.is_current(surface)

        self.wait_for(there)
        return self.surfaces[plane]

    def lowest(self):
        """Coefficients of the lowest point in sight, by axis, for both axes of the plane."""
        surface = self.look()
        return dict(zip(surface.axes, lowest_point(surface).coefficients, strict=True))

    def away(self, goal):
        """Steps from here to the coefficients of `lowest`, axis by axis."""
        here, size = self.descent.place.coefficients, self.descent.step_size
        return [(there - here[axis]) / size for axis, there in goal.items()]

    def validation_loss(self):
        """Of the last frame, once it is there."""
        losses = self.descent.losses
        self.wait_for(lambda: len(losses) == self.descent.frame + 1)
        return losses.validation_loss[-1]
