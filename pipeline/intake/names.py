"""names: what the folder of an article is called."""

from __future__ import annotations

import re

from pipeline.text import fold

_SMALL_WORDS = frozenset(
    """
    a ai au aux avec c ce ces cet cette comment d dans de des du elle elles en est et il ils j je l la le les
    leur leurs lors m mais n ne nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle
    quelles quels qui quoi s sa se ses si son sont sous sur t un une vers vos votre vous y
    about an and are as at be by can do does for from has have how i in is it its my of or our that the their
    this to what when where which who why with you your
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)


def slug(title: str, otherwise: str = "") -> str:
    """The first four words of ``title`` that carry meaning, in small ASCII letters: ``vivre-lupus``."""
    # In “offrent-elles” the verb says little: a question is named by its nouns.
    title = re.sub(r"\w+-(?:t-)?(?:ils?|elles?|on)\b", "", title)
    for text, left_out in ((title, _SMALL_WORDS), (title, frozenset[str]()), (otherwise, frozenset[str]())):
        ascii_text = fold(text).replace("œ", "oe").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
        words = [word for word in re.findall(r"[a-z0-9]+", ascii_text) if word not in left_out]
        if words:
            return "-".join(word[:24] for word in words[:4])
    return "article"
