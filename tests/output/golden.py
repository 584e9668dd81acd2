"""The documents of the example county as golden HTML, without their style: ``python -m tests.output.golden`` anew.

What is written anew is read before it is committed: every change must be one that was meant.
"""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from grants.law.shelf import shipped_rulebook
from grants.office.accounting import settle_booked
from grants.office.acting import Acting, Silence
from grants.office.explanation import write_explanation
from grants.office.rule_pages import look_up_rules, write_rule_page
from grants.office.workspace import open_workspace
from ledger.book.store import open_book
from ledger.period import FundingYear

GOLDEN = Path(__file__).parent / "golden"
KINDS = ("verwendungsnachweis", "verteilung", "weitergabe-08999003", "sitzungsvorlage", "herleitung", "regeln")
FIGURE = "kreis.ausstattung"
YEAR = FundingYear(2025)
DAY, KNOWN_ON = date(2025, 7, 1), date(2025, 12, 31)
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def golden_path(kind: str) -> Path:
    """Return where the golden HTML of a kind of document lies."""
    return GOLDEN / f"{kind}.html"


def without_style(html: str) -> str:
    """Return the HTML of a document without its style, which is no part of what it says."""
    return _STYLE.sub("<style></style>", html)


def documents(folder: Path) -> dict[str, str]:
    """Return the HTML of every kind of document of a finished folder; two kinds are made here."""
    workspace = open_workspace(folder)
    acting = Acting(datetime(2026, 2, 16, 9, 30, tzinfo=UTC), "pruefung", Silence(), b"fixed in tests")
    figures = settle_booked(workspace, open_book(workspace.book_address, writing=False), YEAR, acting).figures
    listing = look_up_rules(shipped_rulebook(), "vwv-integrationsmanagement", DAY, KNOWN_ON)
    made = (*write_explanation(workspace, YEAR, figures, FIGURE, None), *write_rule_page(workspace, listing))
    paths = [file.path for file in made if file.path.suffix == ".html"]
    paths += sorted((folder / "ausgabe" / "2025").glob("2025-*.html"))
    return {kind: without_style(_of_kind(paths, kind)) for kind in KINDS}


def _of_kind(paths: list[Path], kind: str) -> str:
    return next(path.read_text("utf-8") for path in paths if kind in path.name)


def write_anew() -> None:
    """Write all golden documents from a fresh run of the example county."""
    from tests.conftest import copy_example, run_example

    with tempfile.TemporaryDirectory() as place:
        folder = copy_example(Path(place) / "landkreis")
        run_example(folder)
        GOLDEN.mkdir(exist_ok=True)
        for kind, html in documents(folder).items():
            golden_path(kind).write_text(html, "utf-8")


if __name__ == "__main__":
    write_anew()
