"""Issuing is killed or raced at any moment: no file under a number that is not registered, no number given twice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from grants.office.acting import Acting, Silence
from grants.office.issued_files import ISSUED, check_issued, finish_issuing, register_and_place
from grants.office.workspace import Workspace, open_workspace
from ledger.act import BookMark
from ledger.book.issuing import IssuedFile, IssuedPaper
from ledger.book.store import Book, make_book, open_book
from ledger.files import TEMPORARY, digest
from tests.conftest import NOW, SALT, USER, YEAR, copy_example
from tests.ledger.kill_places import DAMAGED, Place, PostgresDatabase, SqliteFile
from tests.ledger.kill_trials import Tally, kill_everywhere
from tests.ledger.races import at_once
from tests.ledger.small_books import PLAN, put
from tests.processes import EXIT_CONFLICT, EXIT_DONE

ALIKE = ("SELECT", "PRAGMA")
ACTING = Acting(NOW, USER, Silence(), SALT, "Prüfung des Verfahrens")


def prepared(series: str, content: bytes) -> tuple[IssuedPaper, dict[str, bytes]]:
    """Return a paper of two files that is ready to be registered."""
    files = {f"{series}-01.pdf": content, f"{series}-01.html": content * 2}
    listed = tuple(IssuedFile(name, digest(each)) for name, each in files.items())
    day = date(2026, 2, 16)
    return IssuedPaper(series, 1, YEAR.number, "weitergabe", f"Abrechnung {series}", day, listed), files


PAPERS = [prepared("2025-WG-08999002", b"eins"), prepared("2025-WG-08999003", b"zwei")]


class Issuing:
    """Two papers are registered and put in their place; a look first does what the next command would."""

    repeatable = True

    def __init__(self, folder: Path, place: Place) -> None:
        self.folder = folder
        self._place = place
        self._workspace = replace(open_workspace(folder), book_address=place.address)
        put(make_book(place.engine), PLAN)
        place.keep()

    @property
    def _book(self) -> Book:
        return Book(self._place.engine)

    def reset(self) -> None:
        shutil.rmtree(self._issued, ignore_errors=True)
        self._issued.mkdir(parents=True)  # made by the first trial anyway; then each has the same steps
        self._place.restore()

    def act(self) -> None:
        register_and_place(self._workspace, self._book, PAPERS, ACTING, self._book.last_mark())

    def look(self) -> str:
        self._place.look()  # a server has to notice first that its client is gone
        unregistered = self._shown - {paper.number for paper in self._book.issued()}
        half = [folder for folder in self._shown if len(list((self._issued / folder).iterdir())) != 2]
        if unregistered or half:
            return f"{DAMAGED}{unregistered or half}"
        finish_issuing(self._workspace, self._book, YEAR)
        findings = check_issued(self._workspace, YEAR)
        left = list(self._issued.glob(f"{TEMPORARY}*"))
        if findings or left:
            return f"{DAMAGED}{findings or left}"
        return f"{sorted(self._shown)} beside {self._place.look()}"

    @property
    def _issued(self) -> Path:
        return self._workspace.outgoing(YEAR) / ISSUED

    @property
    def _shown(self) -> set[str]:
        return {path.name for path in self._issued.glob("[!.]*")}


@pytest.fixture(params=["sqlite", "postgresql"])
def issuing(request: pytest.FixtureRequest, workspace_folder: Path) -> Issuing:
    if request.param == "sqlite":
        return Issuing(workspace_folder, SqliteFile(workspace_folder))
    return Issuing(workspace_folder, PostgresDatabase(request.getfixturevalue("postgres_address")))


def test_killed_at_any_moment_it_is_as_before_until_the_register_has_it_and_then_the_next_command_completes_it(
    issuing: Issuing,
) -> None:
    tally, points, done = kill_everywhere(issuing, ALIKE)
    assert_nothing_between(tally)
    assert done == sorted(done)  # once done, it stays done
    assert points[done.index(True) - 1] == "COMMIT"
    assert points.count("os.rename") == 4 + 2  # four files, and then two folders


def assert_nothing_between(tally: Tally) -> None:
    assert tally.wrong == []
    assert (tally.half_done, tally.lost, tally.doubled) == (0, 0, 0)
    assert tally.before > 10
    assert tally.after > 2


def test_two_offices_with_one_book_never_give_the_same_number(tmp_path: Path, postgres_address: str) -> None:
    put(open_book(postgres_address, writing=True), PLAN)
    offices = [open_workspace(copy_example(tmp_path / name), postgres_address) for name in ("amt", "kasse")]
    seen = open_book(postgres_address, writing=False).last_mark()
    codes = at_once(*(partial(issue_in, office, number, seen) for number, office in enumerate(offices)))
    assert sorted(codes) == [EXIT_DONE, EXIT_CONFLICT]
    done, refused = offices[codes.index(EXIT_DONE)], offices[codes.index(EXIT_CONFLICT)]
    assert check_issued(done, YEAR) == ()
    assert finish_issuing(refused, open_book(postgres_address, writing=False), YEAR) == ()
    assert not list((refused.outgoing(YEAR) / ISSUED).iterdir())


def issue_in(office: Workspace, number: int, seen: BookMark) -> None:
    book = open_book(office.book_address, writing=True)
    register_and_place(office, book, [prepared("2025-VT", b"%d" % number)], ACTING, seen)
