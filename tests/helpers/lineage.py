"""The chain of recipes that the parameters of a place are made by."""


def lineage(place):
    """The place's anchor, that anchor's parent, … down to the initial parameters."""
    anchors = [place.anchor]
    while anchors[-1].parent is not None:
        anchors.append(anchors[-1].parent)
    return anchors
