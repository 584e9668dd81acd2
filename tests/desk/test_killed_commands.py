"""The whole command is killed as a real process: the next run finishes, and nothing shows that it ever happened."""

from __future__ import annotations

import json
import random
import re
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grants.office.workspace import LOCK
from ledger.book.store import Book, open_book
from ledger.files import TEMPORARY, hold_lock
from tests.commands import Running, start
from tests.conftest import YEAR, copy_example

if TYPE_CHECKING:
    from collections.abc import Sequence

KILLS = 5
# Reading and booking take about this many times as long as reading.
BOOKING_TOO = 1.5
# They carry the seal of the book, which is another one for every book.
SEALED = ("2025-verwendungsnachweis.", "index.html", "unterlagen.json", "anker.json")


@dataclass(frozen=True, slots=True)
class County:
    """A workspace and the place of its book."""

    folder: Path
    book: Path | str

    def start(self, *words: str) -> Running:
        variables = {"FOERDERBUCH_DATENBANK": self.book} if isinstance(self.book, str) else {}
        return start(*words, "-C", str(self.folder), variables=variables)

    def run(self, *words: str) -> str:
        """Run a command to its end and return what it prints."""
        done = self.start(*words).wait()
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self, delay: float, *words: str) -> None:
        """Run a command and kill it after some seconds."""
        running = self.start(*words)
        time.sleep(delay)
        running.kill()

    def incoming(self) -> list[str]:
        return [str(path) for path in sorted((self.folder / "eingang" / "2025").rglob("*.*"))]

    def documents(self) -> dict[str, Path]:
        found = (self.folder / "ausgabe" / "2025").glob("[!.]*")
        return {path.name: path for path in sorted(found)}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[County, float, float]:
    """Return a county after a run that nobody has killed, and how long reading and a whole run took."""
    first, folder = (copy_example(tmp_path_factory.mktemp("ungestört") / "landkreis") for _ in range(2))
    county = County(folder, folder / "foerderbuch.db")
    County(first, first / "foerderbuch.db").run("lauf", "2025")  # sets the PDFs that all later runs share
    began = time.monotonic()
    county.run("einlesen", *county.incoming(), "--probelauf")
    read = time.monotonic()
    county.run("lauf", "2025")
    return county, read - began, time.monotonic() - read


@pytest.fixture(params=["sqlite", "postgresql"])
def county(request: pytest.FixtureRequest, workspace_folder: Path) -> County:
    """Return a county whose book does not exist yet."""
    sqlite = request.param == "sqlite"
    return County(
        workspace_folder,
        workspace_folder / "foerderbuch.db" if sqlite else request.getfixturevalue("postgres_address"),
    )


def moments(seconds: float) -> list[float]:
    """Return random moments, one in each part of a time, from the first to the last."""
    chance = random.Random(2025)  # noqa: S311 - moments, not secrets
    return [seconds * (part + chance.random()) / KILLS for part in range(KILLS)]


def assert_nothing_is_half_done(county: County) -> None:
    """Look at what a killed command has left: the book is sound, and what has its name is whole."""
    assert open_book(county.book, writing=False).verify().damages == ()
    for path in county.documents().values():
        assert is_whole(path), path.name


def is_whole(path: Path) -> bool:
    match path.suffix:
        case ".pdf":
            return path.read_bytes().rstrip().endswith(b"%%EOF")
        case ".docx" | ".xlsx":
            with zipfile.ZipFile(path) as container:
                return container.testzip() is None
        case ".html":
            return path.read_text("utf-8").rstrip().endswith("</html>")
        case _:
            return bool(json.loads(path.read_text("utf-8")))


def facts(book: Book) -> Sequence[Any]:
    """Return all that is booked, with its numbers and sources; when it was booked and the seals are left out."""
    return (
        [(batch.number, batch.kind, batch.file, batch.digest, batch.rows, batch.sum) for batch in book.batches()],
        book.entries(YEAR),
        book.revenues(YEAR),
        book.entries_for_other_years(YEAR),
        book.tenures(),
        book.head_counts(YEAR),
        book.indicators(YEAR),
    )


def without_seal(html: str) -> str:
    return re.sub(r"(<dt>Prüfwert</dt><dd>(?:<span[^>]*>)?)[^<]+", r"\1", html)


def test_the_run_after_twenty_kills_ends_as_if_nothing_had_happened(
    county: County, undisturbed: tuple[County, float, float]
) -> None:
    """Ten for each database: half of them while files are read and booked, half anywhere in a whole run."""
    wanted, reading, seconds = undisturbed
    for delay in moments(reading * BOOKING_TOO):
        county.kill(delay, "einlesen", *county.incoming())
        assert_nothing_is_half_done(county)
    for delay in moments(seconds):
        county.kill(delay, "lauf", "2025")
        assert_nothing_is_half_done(county)
    county.run("lauf", "2025")
    with hold_lock(county.folder / LOCK, 0):
        assert not list(county.folder.rglob(f"{TEMPORARY}*"))
        assert not list(county.folder.glob("foerderbuch.db-*"))
    assert facts(open_book(county.book, writing=False)) == facts(open_book(wanted.book, writing=False))
    assert county.run("zahlen", "2025", "--json") == wanted.run("zahlen", "2025", "--json")
    assert_same_documents(county.documents(), wanted.documents())


def assert_same_documents(made: dict[str, Path], wanted: dict[str, Path]) -> None:
    assert list(made) == list(wanted)
    alike = [name for name in wanted if not name.startswith(SEALED)]
    assert len(alike) > 10
    assert [name for name in alike if made[name].read_bytes() != wanted[name].read_bytes()] == []
    proof = "2025-verwendungsnachweis.html"
    assert without_seal(made[proof].read_text("utf-8")) == without_seal(wanted[proof].read_text("utf-8"))
