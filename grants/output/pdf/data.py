"""The numbers of a document as the two files that its PDF carries: zahlen.json and zahlen.csv."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from grants.output.html.document import named_numbers

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

JSON_NAME, CSV_NAME = "zahlen.json", "zahlen.csv"


def numbers_as_json(stem: str, title: str, root: Element) -> str:
    """Return every named number once, in the order of printing, with its exact value and its text as printed."""
    numbers = [
        {"name": number.name, "wert": number.exact, "text": number.text} for number in named_numbers(root).values()
    ]
    return json.dumps({"dokument": stem, "titel": title, "zahlen": numbers}, ensure_ascii=False, indent=2) + "\n"


def numbers_as_csv(root: Element) -> str:
    """Return the same numbers as lines ``name;wert;text``."""
    stream = io.StringIO()
    lines = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    lines.writerow(("name", "wert", "text"))
    lines.writerows((number.name, number.exact, number.text) for number in named_numbers(root).values())
    return stream.getvalue()
