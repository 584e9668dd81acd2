"""What is killed: every operation that writes a book or copies one, each prepared once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from ledger.book.backup import back_up, move_book, restore_over_file
from ledger.book.booking import ROWS_WORTH_A_COPY
from ledger.book.deletion import DeletionPlan
from ledger.book.engine import open_engine
from ledger.book.store import Book, make_book, open_book
from ledger.correction import CorrectionKind
from ledger.cost import CostKind, YearBasis
from ledger.period import Month
from tests.ledger.kill_places import NOTHING, Content, Place, PostgresDatabase, SqliteFile
from tests.ledger.small_books import ACT, correction, corrections
from tests.ledger.small_files import COUNTY, YEAR, payroll, post, read, staffing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.imports.intake import Intake
    from tests.ledger.kill_trials import Subject

PERSONS = [f"{number:05d}" for number in range(417, 422)]
DELETION = DeletionPlan(YEAR.number, YEAR.number, YEAR.number, "Aufbewahrung beendet")


def _payroll(rows: int, amount: str, file: str) -> Intake:
    """Return a payroll that goes round among the persons, one month after the other."""
    months = [f"{row // len(PERSONS) % 12 + 1:02d}/2025" for row in range(rows)]
    lines = (
        f"{PERSONS[row % len(PERSONS)]};{month};{month};1010;Entgelt {row};{amount}" for row, month in enumerate(months)
    )
    return read(payroll(*lines), file)


PLAN = read(staffing(*(post(person, "01.01.2025;") for person in PERSONS)), "besetzung.csv")
PAYROLL = _payroll(60, "12,34", "lohn.csv")
CORRECTED_PAYROLL = _payroll(60, "12,35", "lohn-neu.csv")
# So large that each database takes it its own way: row by row, or as one stream of rows.
LARGE_PAYROLL = {
    "sqlite": _payroll(300, "1.234,56", "lohn-300.csv"),
    "postgresql": _payroll(ROWS_WORTH_A_COPY, "1.234,56", "lohn-1000.csv"),
}
SINGLE_CORRECTIONS = corrections(
    correction(CorrectionKind.REVERSAL, 1, 1_234),
    correction(CorrectionKind.REBOOKING, 2, 1_000, kind=CostKind.TRAINING),
    correction(CorrectionKind.NEW, None, 5, kind=CostKind.TRAVEL, cost_month=Month(2025, 3), carrier_key=COUNTY),
)


def _book_plan(book: Book) -> None:
    book.book(PLAN, ACT)


def _book_plan_and_payroll(book: Book) -> None:
    _book_plan(book)
    book.book(PAYROLL, ACT)


def _book_and_freeze(book: Book) -> None:
    _book_plan_and_payroll(book)
    _freeze(book)


def _freeze(book: Book) -> object:
    return book.freeze(YEAR, YearBasis.SERVICE, ACT)


class InBook:
    """Something is written into a book. A note of documents made is written twice when they are made twice."""

    def __init__(
        self,
        folder: Path,
        place: Place,
        prepare: Callable[[Book], object],
        act: Callable[[Book], object],
        *,
        repeatable: bool,
    ) -> None:
        self.folder = folder
        self.repeatable = repeatable
        self._place = place
        self._act = act
        prepare(make_book(place.engine))
        place.keep()

    def reset(self) -> None:
        self._place.restore()

    def act(self) -> object:
        return self._act(Book(self._place.engine))

    def look(self) -> str:
        return self._place.look()


class NewBook:
    """A book is made where there is none."""

    repeatable = True

    def __init__(self, folder: Path, place: Place) -> None:
        self.folder = folder
        self._place = place

    def reset(self) -> None:
        self._place.restore()

    def act(self) -> object:
        return open_book(self._place.address, writing=True)

    def look(self) -> str:
        return self._place.look()


class BackUp:
    """A book is backed up: the copy is whole or not there under its name, and the book stays as it is."""

    repeatable = True

    def __init__(self, folder: Path, place: Place) -> None:
        self.folder = folder
        self._place = place
        self._target = folder / "sicherung" / "sicherung.db"
        self._copy = Content(open_engine(self._target))
        _book_and_freeze(make_book(place.engine))

    def reset(self) -> None:
        shutil.rmtree(self._target.parent, ignore_errors=True)
        self._target.parent.mkdir()

    def act(self) -> object:
        return back_up(self._place.engine, self._target)

    def look(self) -> str:
        if not self._target.exists():
            return NOTHING
        copy = self._copy.look() if self._target.stat().st_size else "an empty file"
        return f"{copy} beside {self._place.look()}"


class Move:
    """A book is moved into an empty database of the other kind."""

    repeatable = True

    def __init__(self, folder: Path, place: Place, source: Place) -> None:
        self.folder = folder
        self._place = place
        self._source = source
        _book_and_freeze(make_book(source.engine))

    def reset(self) -> None:
        self._place.restore()

    def act(self) -> object:
        return move_book(self._source.engine, self._place.engine)

    def look(self) -> str:
        moved = self._place.look()
        return moved if moved == NOTHING else f"{moved} from {self._source.look()}"


class Restore:
    """A backup takes the place of a book in a file, which is kept under another name, each time anew."""

    repeatable = False

    def __init__(self, folder: Path, place: SqliteFile) -> None:
        self.folder = folder
        self._place = place
        self._backup = folder / "sicherung.db"
        _book_plan(make_book(place.engine))
        back_up(place.engine, self._backup)
        Book(place.engine).book(PAYROLL, ACT)
        place.keep()
        self._kept = place.look()

    def reset(self) -> None:
        for path in self.folder.glob("vor-*"):
            path.unlink()
        self._place.restore()

    def act(self) -> object:
        number = len(list(self.folder.glob("vor-*")))
        return restore_over_file(self._backup, self._place.address, self.folder / f"vor-{number}.db")

    def look(self) -> str:
        copies = {Content(open_engine(path)).look() for path in self.folder.glob("vor-*")}
        return self._place.look() if copies <= {self._kept} else f"kept otherwise than it was: {copies}"


DATABASES = ("sqlite", "postgresql")
OPERATIONS = ("import", "replacement", "corrections", "freeze", "deletion", "note", "new book", "backup", "move")


def make_subject(operation: str, database: str, folder: Path, postgres_address: str) -> Subject:
    """Prepare one of the OPERATIONS on one of the DATABASES; of a move it is the target.

    The other operation is "restore", which a server knows only as a move into an empty database.
    """
    places: dict[str, Place] = {"sqlite": SqliteFile(folder), "postgresql": PostgresDatabase(postgres_address)}
    place = places.pop(database)
    if operation == "new book":
        return NewBook(folder, place)
    if operation == "backup":
        return BackUp(folder, place)
    if operation == "move":
        (other,) = places.values()
        return Move(folder, place, other)
    if operation == "restore":
        return Restore(folder, SqliteFile(folder))
    acts: dict[str, tuple[Callable[[Book], object], Callable[[Book], object]]] = {
        "import": (_book_plan, lambda book: book.book(LARGE_PAYROLL[database], ACT)),
        "replacement": (_book_plan_and_payroll, lambda book: book.replace(CORRECTED_PAYROLL, ACT)),
        "corrections": (_book_plan_and_payroll, lambda book: book.book(SINGLE_CORRECTIONS, ACT)),
        "freeze": (_book_plan_and_payroll, _freeze),
        "deletion": (_book_and_freeze, lambda book: book.delete_personal_data(DELETION, ACT)),
        "note": (_book_plan_and_payroll, lambda book: book.note(ACT, "nachweis", {"jahr": YEAR.number})),
    }
    return InBook(folder, place, *acts[operation], repeatable=operation != "note")
