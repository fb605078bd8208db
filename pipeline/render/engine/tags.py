"""The structure tree, followed while WeasyPrint builds it: the engine offers no other way to change it.

Three things are done that it leaves open: each element says its language; page furniture is no part of the
text, but an artifact; and what goes on after a page break is one element, not one on each page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps

from pipeline.render.engine import walk
from pipeline.render.engine.loaded import boxes, pydyf, tags

# What goes on after a page break is one element in the structure, not one on each page.
_WHOLE = {
    "/P",
    "/L",
    "/LI",
    "/LBody",
    "/Table",
    "/TBody",
    "/TR",
    "/TD",
    "/BlockQuote",
    "/Sect",
    "/Div",
    "/Art",
    "/Part",
}


class _Seen:
    """What was seen of a file so far."""

    def __init__(self) -> None:
        self.furniture: set[tuple[int, int]] = set()  # (page, number of the marked content)
        # What an element of the document stands for: (page, element of the structure).
        self.begun: dict[tuple[int, str], tuple[int, pydyf.Dictionary]] = {}
        self.heads = 0  # how many table heads the engine is inside of


def _seen(pdf: pydyf.PDF) -> _Seen:
    """What was seen of ``pdf`` so far. It hangs on the file, and goes with it."""
    seen: _Seen = vars(pdf).setdefault("feuillet_seen", _Seen())
    return seen


class _References:
    """The references of a file's pages, one at a time.

    pydyf writes all of them anew for each element that asks for one, so that the time grows with the square
    of the pages. Falls away with ``upstream/pydyf-page-references.patch``.
    """

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.kids = pdf.pages["Kids"]  # of each page: its number, 0, R

    def __getitem__(self, index: int) -> bytes:
        return b"%d 0 R" % self.kids[3 * index]


def follow() -> None:
    """Follow WeasyPrint in this process from now on, each file by itself. Once is as good as twice."""
    pydyf.PDF.page_references = property(_References)
    build = tags._build_box_tree
    if hasattr(build, "__wrapped__"):
        return

    @wraps(build)
    def following(
        box: boxes.Box,
        parent: pydyf.Dictionary,
        pdf: pydyf.PDF,
        page_number: int,
        nums: dict[int, bytes | str],
        annotations: list[tuple[bytes, pydyf.Dictionary]],
        marks: dict[boxes.Box, dict[str, int]],
    ) -> Iterator[pydyf.Dictionary]:
        seen = _seen(pdf)
        # Falls away with upstream/weasyprint-margin-artifacts.patch.
        if isinstance(box, boxes.MarginBox):
            _set_aside(box, page_number, nums, marks, seen)
            return
        source = getattr(box, "element", None)
        is_head = getattr(box, "is_header", False)
        seen.heads += is_head
        for element in build(box, parent, pdf, page_number, nums, annotations, marks):
            if source is None:
                yield element
                continue
            # Falls away with upstream/weasyprint-element-language.patch.
            if language := source.get("lang"):
                element["Lang"] = pydyf.String(language)
            if annotation := box.link_annotation:
                annotation["Contents"] = pydyf.String(" ".join(walk.text(box).split()))
            if element["S"] == "/TH":
                element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
            seen.heads -= is_head
            if seen.heads:
                yield element
                continue
            page, begun = seen.begun.setdefault((id(source), element["S"]), (page_number, element))
            if page == page_number:
                yield element
            elif element["S"] == "/THead":
                _make_furniture(element, pdf, page_number, nums, seen)
            elif element["S"] in _WHOLE:
                if element["S"] == "/Table":
                    _point_to_first_heads(box, element, begun)
                for kid in element["K"]:
                    pdf.objects[int(kid.split()[0])]["P"] = begun.reference
                begun["K"].extend(element["K"])
            else:
                yield element

    tags._build_box_tree = following


def _set_aside(
    box: boxes.MarginBox,
    page_number: int,
    nums: dict[int, bytes | str],
    marks: dict[boxes.Box, dict[str, int]],
    seen: _Seen,
) -> None:
    """Page furniture is no part of the text (ISO 14289-1, 7.8): no element, and an artifact in the stream."""
    for inner in box.descendants():
        if inner in marks:
            number = marks.pop(inner)["mcid"]
            nums[number] = "null"
            seen.furniture.add((page_number, number))


def _make_furniture(
    element: pydyf.Dictionary,
    pdf: pydyf.PDF,
    page_number: int,
    nums: dict[int, bytes | str],
    seen: _Seen,
) -> None:
    """A table's head said again on the next page is page furniture too."""
    for kid in element["K"]:
        if isinstance(kid, int):
            nums[kid] = "null"
            seen.furniture.add((page_number, kid))
        else:
            _make_furniture(pdf.objects[int(kid.split()[0])], pdf, page_number, nums, seen)


def _point_to_first_heads(box: boxes.Box, element: pydyf.Dictionary, begun: pydyf.Dictionary) -> None:
    """The cells of a table that goes on name the heads of its first part, the only ones in the structure."""
    for cell in box.descendants():
        mark = getattr(cell, "mark", None)
        if mark and "Headers" in mark.get("A", {}):
            names = (name.string.removeprefix(f"{element.number}-") for name in mark["A"]["Headers"])
            mark["A"]["Headers"] = pydyf.Array([pydyf.String(f"{begun.number}-{name}") for name in names])


def mark_furniture(pdf: pydyf.PDF) -> None:
    """Have what was found to be page furniture drawn as artifacts."""
    furniture = _seen(pdf).furniture
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for number, page in enumerate(pages):
        stream = pdf.objects[int(page["Contents"].split()[0])].stream
        for index, properties in enumerate(stream):
            # A marked content is three operands in a row: its tag, its properties, BDC.
            if isinstance(properties, dict) and (number, properties.get("MCID")) in furniture:
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})
