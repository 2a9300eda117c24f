"""What the six pages of "How it works" say, and which picture each of them has."""

from collections.abc import Callable
from dataclasses import dataclass

from hudes_desktop.view.help import how_pictures as pictures
from hudes_desktop.view.help.how_pictures import Scene


@dataclass(frozen=True)
class Page:
    """title, text: a few sentences. picture: draws a scene. shows: the picture in words."""

    title: str
    text: str
    picture: Callable[[Scene], None]
    shows: str


PAGES = (
    Page(
        "The hill is a mistake you can walk on",
        "A neural network looks at a handwritten digit and guesses which one it is. How wrong its "
        "guesses are is one number: the loss. Each place on this hill is another set of weights, "
        "its height is their loss. The ball is the network now. Low is good.",
        pictures.the_hill,
        "the landscape as a hill that turns, with the ball on it",
    ),
    Page(
        "A direction changes every weight at once",
        "The network has thousands of weights, far too many to draw. So we choose a few directions "
        "by chance. To step along one is to change all weights a little, each by its own amount. "
        "Two directions span a plane: that is the hill you see.",
        pictures.directions,
        "weights that change together, and the loss along that direction",
    ),
    Page(
        "Why so many networks can be tried so fast",
        "Most of the work is in the first layer. It only multiplies and adds, so we do it three "
        "times: for the network where you stand, and once for each direction. Every other place "
        "is a mix of the three. Only the small later layers are done for each place.",
        pictures.first_layer,
        "a digit, three products, and the landscape that is mixed from them",
    ),
    Page(
        "How to read the surface",
        "Bright is low. Where the lines are close, it is steep. Cross the white line towards the "
        "bright side, and the network gets better. The arrow points straight down from where you "
        "are, the diamond is the lowest place in sight, and often they disagree.",
        pictures.reading,
        "the landscape from above with its marks, named one by one",
    ),
    Page(
        "New directions, new digits",
        "All planes meet at the ball: they are slices through the same place. When no slice goes "
        "down any more, take new directions, and there will be another way down. A new batch is "
        "other digits: the hill moves a little, and what was only luck is gone.",
        pictures.slices,
        "the planes side by side, each with the ball",
    ),
    Page(
        "You, and an algorithm",
        "To ask for the loss at one place is one evaluation: the only fair clock between you and "
        "an algorithm. Honestly: people do not beat algorithms at this. Training follows the slope "
        "in all weights at once and is far quicker. You are here to see what it never sees.",
        pictures.evaluations,
        "an algorithm that walks down on the landscape, with its evaluations counted",
    ),
)
