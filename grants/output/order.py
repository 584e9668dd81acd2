"""What the press is given: the shop with the county's own layout, and one order for each document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from grants.papers.letterhead import County

FORMATS = ("pdf", "docx", "xlsx", "html")


@dataclass(frozen=True, slots=True)
class Shop:
    """Druckerei: the folder of the shipped templates, and the files of the county's own layout by their names in it."""

    templates: Path
    house: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """Druckauftrag: template, paper, county, stem of the files, title, day that dates them, Aktenzeichen, formats."""

    template: str
    paper: object
    county: County
    stem: str
    title: str
    dated: datetime
    reference: str = ""
    formats: tuple[str, ...] = FORMATS
