"""Books of other versions: refused with the remedy, brought up to the present version whole or not at all."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from ledger.act import Act
from ledger.book import verification, versions
from ledger.book.backup import back_up_older, move_book
from ledger.book.engine import open_engine, transaction
from ledger.book.guards import expected_guards, present_guards
from ledger.book.migrations import version_1
from ledger.book.schema import SCHEMA_VERSION
from ledger.book.store import Book, make_book, open_book
from ledger.book.verification import verify_book
from ledger.book.versions import SchemaKind, SchemaState, migrate, schema_state
from ledger.files import digest
from ledger.finding import ConflictError, FindingsError, RefusalError, UnreadableError
from ledger.money import Money
from ledger.period import FundingYear
from tests.ledger.small_files import is_german_sentence
from tests.processes import EXIT_DONE, exit_of, in_child

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

BOOKS = Path(__file__).with_name("books")
VERSION_1 = ("fassung-1.db", "fassung-1-zwei-jahre.db")
ORIGINALS = {digest(path.read_bytes()): path.read_bytes() for path in BOOKS.glob("originale/*/*.csv")}
ACT = Act(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "kreis", "Kim Muster", b"salt of the tests")
AT_RANDOM = 40


@pytest.fixture(params=VERSION_1)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a book of version 1 that the test may change."""
    return Path(shutil.copy(BOOKS / str(request.param), tmp_path / "Förderbuch ä.db"))


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    """Return the larger book of version 1, in which somebody has deleted a name."""
    return Path(shutil.copy(BOOKS / VERSION_1[1], tmp_path / "Förderbuch ä.db"))


def nothing(_digest: str) -> None:
    """Find no original."""


def upgrade(path: Path) -> int | None:
    return migrate(open_engine(path), ACT, ORIGINALS.get)


def state_of(engine: Engine) -> SchemaState:
    with transaction(engine) as connection:
        return schema_state(connection)


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def refusal(kind: type[RefusalError], act: Callable[[], object]) -> RefusalError:
    with pytest.raises(kind) as caught:
        act()
    assert is_german_sentence(caught.value.text)
    return caught.value


def run(address: Path | str, *statements: str) -> None:
    with transaction(open_engine(address), writing=True) as connection:
        for statement in statements:
            connection.execute(text(statement))


# What lies at the place of a book


def test_an_empty_place_is_a_book_that_does_not_exist_yet_and_then_it_is_a_present_one(
    book_address: Path | str,
) -> None:
    engine = open_engine(book_address)
    assert state_of(engine) == SchemaState(SchemaKind.EMPTY)
    open_book(book_address, writing=False)
    assert state_of(engine) == SchemaState(SchemaKind.EMPTY)
    open_book(book_address, writing=True)
    assert state_of(engine) == SchemaState(SchemaKind.CURRENT, SCHEMA_VERSION)


@pytest.mark.parametrize("writing", [True, False])
def test_a_book_of_a_newer_program_is_refused_with_both_versions(book_address: Path | str, writing: bool) -> None:  # noqa: FBT001
    newer = SCHEMA_VERSION + 1
    run(book_address, f"CREATE TABLE book_info AS SELECT {newer} AS schema_version")
    assert state_of(open_engine(book_address)) == SchemaState(SchemaKind.NEWER, newer)
    problem = refusal(ConflictError, lambda: open_book(book_address, writing=writing))
    assert f"die Fassung {newer}, dieses Programm kennt die Fassung {SCHEMA_VERSION}" in problem.text
    refusal(ConflictError, lambda: migrate(open_engine(book_address), ACT, nothing))


@pytest.mark.parametrize("writing", [True, False])
def test_an_older_book_is_refused_with_the_command_that_migrates_it(old: Path, writing: bool) -> None:  # noqa: FBT001
    before = old.read_bytes()
    assert state_of(open_engine(old)) == SchemaState(SchemaKind.OLDER, 1)
    problem = refusal(ConflictError, lambda: open_book(old, writing=writing))
    assert "die ältere Fassung 1" in problem.text
    assert "„foerderbuch datenbank migrieren“" in problem.remedy
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE anders (x INTEGER)",),
        ("CREATE TABLE book_info (anders INTEGER)", "INSERT INTO book_info VALUES (2)"),
        ("CREATE TABLE book_info (schema_version INTEGER)",),
        ("CREATE TABLE book_info (schema_version INTEGER)", "INSERT INTO book_info VALUES (1), (2)"),
    ],
)
def test_what_another_program_has_put_there_is_no_book(book_address: Path | str, statements: tuple[str, ...]) -> None:
    run(book_address, *statements)
    assert state_of(open_engine(book_address)).kind is SchemaKind.FOREIGN
    for writing in (True, False):
        problem = refusal(UnreadableError, lambda writing=writing: open_book(book_address, writing=writing))  # type: ignore[misc]
        assert "ist kein Förderbuch" in problem.text
    refusal(UnreadableError, lambda: migrate(open_engine(book_address), ACT, nothing))


# What a migrated book says


def test_every_entry_keeps_its_number_amount_months_person_and_source(old: Path) -> None:
    booked = rows(
        old,
        "SELECT e.number, carrier_key, e.kind, cents, cost_month, paid_in, staff_number, position_number, label, "
        "voucher, sheet, row, file, digest FROM entry AS e JOIN batch AS b ON b.number = batch_number ORDER BY 1",
    )
    assert upgrade(old) == 1
    book = open_book(old, writing=False)
    entries = [entry for year in (2024, 2025) for entry in book.entries(FundingYear(year))]
    assert sorted(
        (
            entry.number, entry.carrier_key, entry.kind.value, entry.amount.cents, entry.cost_month.iso(),
            entry.paid_in.iso(), entry.staff_number, entry.position_number, entry.label, entry.voucher,
            entry.source.sheet, entry.source.row, entry.source.file, entry.source.digest,
        )
        for entry in entries
    ) == booked  # fmt: skip


def test_the_sums_are_those_of_the_files_the_old_book_was_made_from(two_years: Path) -> None:
    """Added up by hand from originale/."""
    upgrade(two_years)
    sums = {batch.file: batch.sum for batch in open_book(two_years, writing=False).batches()}
    assert sums["eingang/2024/lohnjournal.csv"] == Money(4_500_10 + 2_750_05 - 5)
    assert sums["eingang/2024/buchungen.csv"] == Money(33_00)
    assert sums["eingang/2024/meldung_08999003.csv"] == Money(55_000_01 + 800_00 + 120_50)
    assert sums["eingang/2025/lohnjournal.csv"] == Money(-10_00 + 4_770_00 + 1_017_33)
    assert sums["eingang/2025/buchungen.csv"] == Money(48_60 + 250_00)
    assert sums["eingang/2025/meldung_08999002.csv"] == Money(60_000_00 + 800_00 + 120_50)


def test_batches_periods_tenures_and_counts_stay_as_they_were(old: Path) -> None:
    batches = rows(
        old, "SELECT number, year, kind, file, digest, booked_at, booked_by, row_count, sum_cents FROM batch"
    )
    periods = rows(old, "SELECT batch_number, period FROM batch_period ORDER BY 1, 2")
    counts = rows(old, "SELECT * FROM head_count ORDER BY 1, 2")
    tenures = rows(
        old, "SELECT number, staff_number, first_day, last_day, fte, requalified_from FROM tenure ORDER BY 1"
    )
    upgrade(old)
    assert (
        rows(old, "SELECT number, year, kind, file, digest, booked_at, booked_by, row_count, sum_cents FROM batch")
        == batches
    )
    assert rows(old, "SELECT batch_number, period FROM batch_period ORDER BY 1, 2") == periods
    assert rows(old, "SELECT * FROM head_count ORDER BY 1, 2") == counts
    assert (
        rows(
            old,
            "SELECT number, staff_number, first_day, last_day, fte, requalified_from FROM tenure "
            "JOIN identity USING (person_number) ORDER BY 1",
        )
        == tenures
    )


def test_names_move_behind_commitments_and_a_deleted_name_does_not_come_back(two_years: Path) -> None:
    upgrade(two_years)
    names = rows(
        two_years,
        "SELECT batch_number, identity.carrier_key, staff_number, family_name, given_name "
        "FROM name JOIN naming ON naming_number = naming.number JOIN identity USING (person_number) ORDER BY 1, 3",
    )
    assert names == [
        (5, "08999", "00311", "D'Angelo", "Zoë"),
        (5, "08999", "00417", "Müßig-Öztürk", "Kim"),
        (10, "08999", "00417", "Muster", "Kim"),
    ]
    entries = open_book(two_years, writing=False).entries(FundingYear(2025))
    assert "00298" in {entry.staff_number for entry in entries}  # whose name had been deleted by hand


def test_the_originals_that_are_found_are_kept(old: Path) -> None:
    upgrade(old)
    kept = rows(old, "SELECT digest, content FROM batch JOIN original ON batch_number = number")
    assert len(kept) == len(rows(old, "SELECT 1 FROM batch"))
    assert all(digest(content) == of_batch for of_batch, content in kept)
    assert rows(old, "SELECT * FROM deletion") == []


def test_originals_that_are_not_found_are_written_down_as_missing_with_the_reason(old: Path) -> None:
    lost = rows(old, "SELECT digest FROM batch WHERE kind = 'Lohnjournal'")[0][0]
    migrate(open_engine(old), ACT, lambda wanted: None if wanted == lost else ORIGINALS[wanted])
    checked = open_book(old, writing=False).verify()
    assert checked.damages == ()
    assert checked.deleted == 1
    (said,) = rows(old, "SELECT content FROM log WHERE act = 'loeschen'")
    assert "Fassung 1 bewahrte keine Originale auf" in said[0]


@pytest.mark.parametrize("find", [ORIGINALS.get, nothing])
def test_a_migrated_book_verifies_and_says_who_took_it_over(old: Path, find: Callable[[str], bytes | None]) -> None:
    migrate(open_engine(old), ACT, find)
    book = open_book(old, writing=True)
    assert book.verify().damages == ()
    taken_over = rows(old, "SELECT number, at, account, person FROM log WHERE act = 'uebernehmen' ORDER BY number")
    batches = rows(old, "SELECT log_number FROM batch ORDER BY number")
    assert [row[:1] for row in taken_over] == batches
    assert {row[1:] for row in taken_over} == {("2026-03-02T08:00:00+00:00", "kreis", "Kim Muster")}
    mark = book.mark(FundingYear(2025))
    assert mark is not None
    assert mark.count == len(batches)


def test_a_migrated_book_refuses_change_and_finds_tampering(old: Path) -> None:
    upgrade(old)
    with closing(sqlite3.connect(old)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute("UPDATE entry SET cents = cents + 1")
        connection.execute("DROP TRIGGER entry_no_update")
        connection.execute("UPDATE entry SET cents = cents + 1 WHERE number = 2")
        connection.commit()
    damages = open_book(old, writing=False).verify().damages
    assert any("entry_no_update" in damage.text for damage in damages)
    assert any("Die Buchung 2" in damage.text for damage in damages)


def normal(statement: str) -> str:
    return re.sub(r"\s+", " ", statement.replace('"', "")).replace("( ", "(").replace(" )", ")").replace(" ,", ",")


def schema_of(path: Path) -> dict[str, str]:
    """Return every table, index and trigger with its whole text: checks, references and conditions included."""
    found = rows(path, "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: normal(statement) for name, statement in found}


def test_the_schema_of_a_migrated_book_is_that_of_a_new_one(old: Path, tmp_path: Path) -> None:
    upgrade(old)
    open_book(tmp_path / "neu.db", writing=True)
    assert schema_of(old) == schema_of(tmp_path / "neu.db")


def test_the_first_revision_makes_the_tables_that_the_first_release_made(tmp_path: Path) -> None:
    with (
        transaction(open_engine(tmp_path / "b.db"), writing=True) as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        version_1.upgrade()
    assert schema_of(tmp_path / "b.db") == schema_of(BOOKS / VERSION_1[0])
    assert rows(tmp_path / "b.db", "SELECT * FROM book_info") == [(1,)]


def test_the_revisions_lead_without_a_gap_to_the_version_of_this_program() -> None:
    numbers = {int(path.stem.partition("_")[2]) for path in versions._REVISIONS.glob("version_*.py")}
    assert numbers == set(range(1, SCHEMA_VERSION + 1))
    assert [revision.revision for revision in versions._revisions_after(1)] == [
        str(number) for number in range(2, SCHEMA_VERSION + 1)
    ]


# Whole or not at all


def test_a_present_book_is_left_alone_and_an_empty_place_is_no_book(book_address: Path | str) -> None:
    refusal(ConflictError, lambda: migrate(open_engine(book_address), ACT, nothing))
    open_book(book_address, writing=True)
    assert migrate(open_engine(book_address), ACT, nothing) is None


def test_a_book_with_rows_of_no_file_is_refused_and_stays_as_it_was(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO batch_period VALUES (99, '2023')")
        connection.commit()
    before = old.read_bytes()
    problem = refusal(UnreadableError, lambda: upgrade(old))
    assert "batch_period" in problem.text
    assert old.read_bytes() == before


def test_a_book_that_does_not_verify_afterwards_is_refused_and_stays_as_it_was(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(FindingsError) as caught:
        migrate(open_engine(old), ACT, lambda _: b"another file")
    assert "es ist, wie es war" in caught.value.text
    assert "Das Original der Datei ist verändert." in [finding.text for finding in caught.value.findings]
    assert old.read_bytes() == before
    assert upgrade(old) == 1


def test_of_two_processes_that_migrate_at_once_one_does_it_and_the_other_finds_it_done(old: Path) -> None:
    entries = rows(old, "SELECT count(*) FROM entry")
    children = [in_child(lambda: upgrade(old)) for _ in range(2)]
    assert [exit_of(child) for child in children] == [EXIT_DONE, EXIT_DONE]
    assert open_book(old, writing=False).verify().damages == ()
    assert rows(old, "SELECT count(*) FROM entry") == entries


def test_a_process_killed_at_any_moment_of_a_migration_leaves_the_book_as_before_or_as_after(tmp_path: Path) -> None:
    chance = random.Random(2026)  # noqa: S311 - moments, not secrets
    old, path = BOOKS / VERSION_1[1], tmp_path / "b.db"
    content = old.read_bytes()
    upgrade_once(path, content)  # so that everything is imported before the children are forked
    began = time.monotonic()
    assert exit_of(in_child(lambda: upgrade_once(path, content))) == EXIT_DONE
    whole = time.monotonic() - began
    seen = set()
    for _ in range(AT_RANDOM):
        path.write_bytes(content)
        child = in_child(lambda: upgrade(path))
        time.sleep(whole * chance.random())
        os.kill(child, signal.SIGKILL)
        exit_of(child)
        state = state_of(open_engine(path))  # the next program to open it undoes what was not finished
        seen.add(state.kind)
        if state.kind is SchemaKind.OLDER:
            assert schema_of(path) == schema_of(old)
            assert rows(path, "SELECT * FROM entry") == rows(old, "SELECT * FROM entry")
        else:
            assert open_book(path, writing=False).verify().damages == ()
    assert SchemaKind.OLDER in seen
    assert upgrade(path) in (1, None)


def upgrade_once(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    upgrade(path)


# The backup before


def test_an_older_book_is_backed_up_as_it_is_and_the_backup_migrates_too(old: Path, tmp_path: Path) -> None:
    backup = tmp_path / "sicherung.db"
    assert back_up_older(open_engine(old), backup) == digest(backup.read_bytes())
    assert schema_of(backup) == schema_of(old)
    for table in ("batch", "batch_period", "person", "tenure", "head_count", "entry"):
        query = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608
        assert rows(backup, query) == rows(old, query)
    assert upgrade(backup) == 1
    refusal(ConflictError, lambda: back_up_older(open_engine(old), backup))


def test_a_damaged_older_book_is_not_taken_for_a_backup(old: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO batch_period VALUES (99, '2023')")
        connection.commit()
    problem = refusal(UnreadableError, lambda: back_up_older(open_engine(old), tmp_path / "sicherung.db"))
    assert "keine Sicherung" in problem.text
    assert [path.name for path in tmp_path.iterdir()] == [old.name]


def test_a_backup_that_cannot_be_written_ends_in_a_sentence(old: Path, tmp_path: Path) -> None:
    refusal(UnreadableError, lambda: back_up_older(open_engine(old), tmp_path / "fehlt" / "sicherung.db"))


# The next revision


NEXT_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{present}"


def upgrade(**_):
    # On SQLite a table is altered by moving and copying it; checks without a name would stay behind.
    if op.get_bind().dialect.name == "sqlite":
        checks = [sa.CheckConstraint("typeof(year) = 'integer' AND typeof(persons) = 'integer'")]
    else:
        checks = []
    with op.batch_alter_table("head_count", table_args=checks) as table:
        table.add_column(sa.Column("as_of", sa.String()))
    # Even a table that others refer to can be replaced: no row of theirs is lost.
    with op.batch_alter_table("naming", recreate="auto" if not checks else "always") as table:
        table.alter_column("commitment", existing_type=sa.String(), nullable=False)
"""


@pytest.fixture
def present(book_address: Path | str, tmp_path: Path) -> Path | str:
    """Return a filled book of the present version on each database."""
    path = Path(shutil.copy(BOOKS / VERSION_1[1], tmp_path / "gefüllt.db"))
    upgrade(path)
    move_book(open_engine(path), open_engine(book_address))
    return book_address


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the program know one version more."""
    revisions = tmp_path / "Fassungen 100 %"
    shutil.copytree(versions._REVISIONS, revisions, ignore=shutil.ignore_patterns("__pycache__"))
    number = SCHEMA_VERSION + 1
    script = NEXT_REVISION.replace("{next}", str(number)).replace("{present}", str(SCHEMA_VERSION))
    (revisions / f"version_{number}.py").write_text(script)
    monkeypatch.setattr(versions, "_REVISIONS", revisions)
    monkeypatch.setattr(versions, "SCHEMA_VERSION", number)
    # The tables of that version are in this revision alone; a real one would change schema.py as well.
    monkeypatch.setattr(verification, "changed_schema", lambda _: ())
    return number


def test_tables_are_altered_in_batch_mode_and_keep_rows_checks_references_and_guards(
    present: Path | str, next_version: int
) -> None:
    engine = open_engine(present)
    before = Book(engine).head_counts(FundingYear(2024))
    assert len(before) == 2
    assert migrate(engine, ACT, nothing) == next_version - 1
    assert state_of(engine) == SchemaState(SchemaKind.CURRENT, next_version)
    assert Book(engine).head_counts(FundingYear(2024)) == before
    with transaction(engine) as connection:
        assert verify_book(connection).damages == ()
        assert present_guards(connection) == expected_guards(connection)
        assert connection.execute(text("SELECT count(*) FROM head_count WHERE as_of IS NULL")).scalar() == 4
    insert = "INSERT INTO head_count VALUES ({}, '08999007', 'Ort', 2024, {}, NULL)"
    refusal(UnreadableError, lambda: run(present, insert.format(99, 1)))  # no such batch
    refusal(UnreadableError, lambda: run(present, insert.format(1, "'viele'")))  # no whole number
    refusal(ConflictError, lambda: run(present, "DELETE FROM head_count"))
    run(present, insert.format(1, 5))


def test_a_book_for_tests_in_memory_is_of_the_present_version() -> None:
    engine = open_engine(None)
    make_book(engine)
    assert state_of(engine) == SchemaState(SchemaKind.CURRENT, SCHEMA_VERSION)
    engine.dispose()
