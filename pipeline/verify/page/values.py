"""The values of the measured layout: what is allowed, what was found, and where. All places are in mm."""

from __future__ import annotations

from pipeline.model import Finding, Limits, Value

__all__ = ["Limits", "Mark", "Measured", "Page", "Survey"]


class Mark(Value, frozen=True):
    """Where on paper: the page from 1, and mm from the left and the top edge of the trimmed page."""

    page: int
    x: float
    y: float
    width: float
    height: float


class Measured(Value, frozen=True):
    """A finding, and the place on paper that it is about."""

    finding: Finding
    mark: Mark | None = None


class Page(Value, frozen=True):
    """What was measured on one page. Type is in pt, the page in mm, shares are in %; None: there is none."""

    number: int
    width: float
    height: float
    smallest_type: float | None
    body: float | None
    characters: float | None
    line_spacing: float | None
    contrast: float | None
    edge: float | None
    ink: float
    dark_area: float
    fill: float | None


class Survey(Value, frozen=True):
    """All that was measured of one output."""

    pages: tuple[Page, ...]
    measured: tuple[Measured, ...]
