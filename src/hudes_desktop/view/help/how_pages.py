"""The six pages of "How it works": their words, and which picture each of them has."""

from collections.abc import Callable
from dataclasses import dataclass

from hudes_desktop.view.help import how_pictures as pictures
from hudes_desktop.view.help.how_pictures import Scene
from hudes_desktop.words import text


@dataclass(frozen=True)
class Page:
    """id: of its words. picture: draws a scene."""

    id: str
    picture: Callable[[Scene], None]

    @property
    def title(self) -> str:
        """The heading."""
        return text(f"how.{self.id}.title")

    @property
    def text(self) -> str:
        """A few sentences."""
        return text(f"how.{self.id}.text")

    @property
    def shows(self) -> str:
        """The picture in words."""
        return text(f"how.{self.id}.shows")


PAGES = (
    Page("hill", pictures.the_hill),
    Page("directions", pictures.directions),
    Page("first_layer", pictures.first_layer),
    Page("surface", pictures.reading),
    Page("slices", pictures.slices),
    Page("evaluations", pictures.evaluations),
)
