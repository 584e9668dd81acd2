"""Orders for tests of the press: templates of two small documents, one of which a county has replaced."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from grants.office.resources import example, templates
from grants.office.workspace import open_workspace
from grants.output.order import Order, Shop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COUNTY = open_workspace(example()).county
DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - the day that dates a file has no zone
PROBE, SOUND = "nachweise/probe.html.j2", "nachweise/gut.html.j2"
SHIPPED = """{% extends "_base/frame.html.j2" %}
{% block content %}
<h1>{{ m.typed(paper.title) }}</h1>
{% block closing %}
<p>Mit freundlichen Grüßen</p>
{% endblock %}
{% endblock %}
"""


@dataclass(frozen=True)
class Paper:
    """A paper with as little as the frame prints, and things to go through."""

    title: str = "Probe"
    as_of: str = "Stand der Buchungen 16. Februar 2026"
    things: tuple[str, ...] = tuple("abcdefghij" * 10)


def small_shop(folder: Path, house: Mapping[str, str | bytes]) -> Shop:
    """Return a shop with the shipped frame, two shipped documents and a county's own layout."""
    rooms = folder / "templates"
    if not rooms.exists():
        shutil.copytree(templates() / "_base", rooms / "_base")
        (rooms / "nachweise").mkdir()
        for name in (PROBE, SOUND):
            (rooms / name).write_text(SHIPPED, "utf-8")
    files = {name: each.encode() if isinstance(each, str) else each for name, each in house.items()}
    return Shop(rooms, files)


def order(template: str = PROBE, formats: tuple[str, ...] = ("pdf", "docx", "xlsx", "html")) -> Order:
    """Return an order of a small document."""
    return Order(template, Paper(), COUNTY, "2025-probe", "Probe", DATED, "", formats)


def filled(content: str) -> str:
    """Return a template whose document has this content after its heading."""
    return (
        '{% extends "_base/frame.html.j2" %}\n{% block content %}\n'
        f"<h1>{{{{ m.typed(paper.title) }}}}</h1>\n{content}\n{{% endblock %}}\n"
    )
