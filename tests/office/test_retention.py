"""datenbank loeschen: what goes from book and folder, what stays, who may do it, and what happens when it is killed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from grants.desk.exits import exit_code
from grants.desk.retention_command import run_deletion
from grants.law.retention import DataKind
from grants.office import retention
from grants.office.accounting import compute_booked, counted_batches
from grants.office.acting import Acting, Silence
from grants.office.closing import close_year
from grants.office.database import back_up_workspace
from grants.office.documents import DocumentKind, allocation_jobs, as_of_words, pass_through_jobs, proof_jobs
from grants.office.incoming import book_reading, read_incoming
from grants.office.records import verify_records
from grants.office.resources import templates
from grants.office.retention import Deletion, delete_due_data
from grants.office.run import write_documents
from grants.office.workspace import SETTINGS, Workspace, open_workspace
from grants.output.html.renderer import Renderer
from ledger.book.backup import move_book
from ledger.book.engine import open_engine
from ledger.book.store import Book, open_book
from ledger.finding import ConflictError, FindingsError, MissingError, UnreadableError
from tests.commands import foerderbuch
from tests.conftest import NOW, SALT, USER, YEAR
from tests.postgres import Server
from tests.processes import EXIT_DONE, exit_of, in_child

GIVEN = Path(__file__).parents[1] / "cases" / "ueber-dem-rahmen-bei-kreis-und-stadt" / "given"
INCOMING = Path("eingang") / "2025"
PERSONS = Path("ausgabe") / "2025" / "personen"
# The year is frozen on 16 February 2026; five years end on 31 December 2030 (names) and on 16 February 2031 (the rest).
NOTHING_DUE, NAMES_DUE, ALL_DUE = (2030, 12, 31), (2031, 2, 16), (2031, 2, 17)
NAMES = ("Bäuerle", "Johanna", "Öztürk", "Selin", "Weiß", "Matthias", "Köhler", "Renate")
SECRETS = (*NAMES, "PN000231", "PN000298", "PN000344", "PN000112")


def on(day: tuple[int, int, int], acting: Acting) -> Acting:
    """Return who acts, on another day."""
    return replace(acting, now=datetime(*day, 9, 30, tzinfo=UTC))


def booked(folder: Path) -> Workspace:
    """Book the year 2025 of a small county, with staff numbers that stand nowhere by chance."""
    shutil.copytree(GIVEN, folder)
    for name in ("lohnjournal.csv", "stellenbesetzung.csv"):
        path = folder / INCOMING / name
        path.write_text(re.sub(r"^0(?=\d{3};)", "PN000", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    workspace, acting = open_workspace(folder), Acting(NOW, USER, Silence(), SALT)
    book = open_book(workspace.book_address, writing=True)
    book_reading(book, read_incoming(workspace, book, YEAR, acting), acting)
    return workspace


@pytest.fixture(scope="session")
def frozen_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small county whose year is frozen and has papers about two persons; tests work on copies of it."""
    workspace = booked(tmp_path_factory.mktemp("einmal") / "landkreis")
    close_year(workspace, YEAR, Acting(NOW, USER, Silence(), SALT), dry_run=False)
    papers = workspace.folder / PERSONS
    papers.mkdir(parents=True)
    for name in ("2025-person-1.html", "2025-person-2.html"):
        (papers / name).write_text("<p>Johanna Bäuerle, PN000231</p>", "utf-8")
    return workspace.folder


@pytest.fixture(scope="session")
def frozen_on_server(frozen_once: Path, postgres_server: Server) -> str:
    """Return the name of a database with the book of that county; tests work on copies of it."""
    name = postgres_server.create_database()
    move_book(open_engine(frozen_once / "foerderbuch.db"), open_engine(postgres_server.address(name)))
    return name


@pytest.fixture
def moved(frozen_on_server: str, postgres_server: Server) -> Iterator[str]:
    """Return the address of the book of that county on a server."""
    name = postgres_server.create_database(template=frozen_on_server)
    yield postgres_server.address(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def county(request: pytest.FixtureRequest, frozen_once: Path, tmp_path: Path) -> Workspace:
    """Return the county with its book in a file or on a server."""
    folder = shutil.copytree(frozen_once, tmp_path / "landkreis")
    if request.param == "sqlite":
        return open_workspace(folder)
    (folder / "foerderbuch.db").unlink()
    address: str = request.getfixturevalue("moved")
    return open_workspace(folder, address)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but the lock."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".sperre"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def kept_secrets(workspace: Workspace) -> set[str]:
    """Return the names and staff numbers that stand anywhere in the folder or in the tables of the book."""
    held = list(contents(workspace.folder).values())
    if isinstance(workspace.book_address, str):
        with psycopg.connect(workspace.book_address) as server:
            for table in ("identity", "name", "original", "entry", "tenure", "batch", "log"):
                held += [repr(row).encode() for row in server.execute(f"SELECT * FROM {table}")]  # noqa: S608
    text = b"\n".join(held)
    return {word for word in SECRETS if word.encode() in text or word.encode("cp1252") in text}


def counts(deletion: Deletion) -> dict[DataKind, int]:
    return {each.rule.kind: deletion.count(each.rule.kind) for each in deletion.due}


# Three files of the county and two returns are booked; four persons of the county are named in the staffing plan. The
# staff numbers are theirs and the posts of the three persons whom the returns name only by their post.
EVERYTHING = {
    DataKind.ORIGINALS: 6,
    DataKind.INCOMING: 6,
    DataKind.NAMES: 4,
    DataKind.STAFF_NUMBERS: 7,
    DataKind.PERSON_DOCUMENTS: 2,
}


# What is due


def test_after_the_last_period_no_name_and_no_staff_number_is_found_anywhere(county: Workspace, acting: Acting) -> None:
    assert kept_secrets(county) == set(SECRETS)
    deletion = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert counts(deletion) == EVERYTHING
    assert kept_secrets(county) == set()
    assert not [path for path in (county.folder / "eingang").rglob("*") if path.is_file()]


def test_before_its_period_is_over_nothing_goes(county: Workspace, acting: Acting) -> None:
    before = contents(county.folder)
    deletion = delete_due_data(county, on(NOTHING_DUE, acting), dry_run=False)
    assert deletion.due == ()
    assert contents(county.folder) == before


def test_names_go_from_the_book_first_and_stay_in_the_originals(county: Workspace, acting: Acting) -> None:
    deletion = delete_due_data(county, on(NAMES_DUE, acting), dry_run=False)
    assert counts(deletion) == {DataKind.NAMES: 4}
    assert (county.folder / INCOMING / "stellenbesetzung.csv").is_file()
    assert kept_secrets(county) == set(SECRETS)


def test_a_year_that_is_not_frozen_keeps_everything(tmp_path: Path, acting: Acting) -> None:
    open_year = booked(tmp_path / "landkreis")
    before = contents(open_year.folder)
    assert delete_due_data(open_year, on((2999, 1, 1), acting), dry_run=False).due == ()
    assert contents(open_year.folder) == before


def test_a_dry_run_tells_the_same_and_changes_no_byte(county: Workspace, acting: Acting) -> None:
    before = contents(county.folder)
    shown = delete_due_data(county, on(ALL_DUE, acting), dry_run=True)
    assert contents(county.folder) == before
    done = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert (shown.due, shown.data, shown.files) == (done.due, done.data, done.files)


def test_the_second_time_nothing_is_left_to_delete(county: Workspace, acting: Acting) -> None:
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    again = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert set(counts(again).values()) == {0}


def test_a_book_that_does_not_exist_is_missing(tmp_path: Path, acting: Acting) -> None:
    shutil.copytree(GIVEN, tmp_path / "leer")
    with pytest.raises(MissingError):
        delete_due_data(open_workspace(tmp_path / "leer"), acting, dry_run=False)
    assert not (tmp_path / "leer" / "foerderbuch.db").exists()


# Who may


def test_a_user_nobody_mapped_may_look_but_not_delete(county: Workspace, acting: Acting) -> None:
    stranger = replace(on(ALL_DUE, acting), user="fremd")
    before = contents(county.folder)
    assert counts(delete_due_data(county, stranger, dry_run=True)) == EVERYTHING
    with pytest.raises(ConflictError) as caught:
        delete_due_data(county, stranger, dry_run=False)
    assert exit_code(caught.value) == 4
    assert "fremd ist in der foerderbuch.toml keiner Person zugeordnet" in caught.value.text
    assert contents(county.folder) == before
    assert kept_secrets(county) == set(SECRETS)


# The county's own periods


def with_section(workspace: Workspace, section: str) -> Workspace:
    settings = workspace.folder / SETTINGS
    settings.write_text(f"{settings.read_text('utf-8')}\n[aufbewahrung]\n{section}\n", "utf-8")
    address = workspace.book_address
    return open_workspace(workspace.folder, address if isinstance(address, str) else "")


def test_a_county_that_keeps_originals_longer_and_names_shorter_is_obeyed(county: Workspace, acting: Acting) -> None:
    changed = with_section(county, "originale = 10\neingang = 10\nnamen = 1")
    deletion = delete_due_data(changed, on((2027, 1, 1), acting), dry_run=False)
    assert counts(deletion) == {DataKind.NAMES: 4}
    later = delete_due_data(changed, on(ALL_DUE, acting), dry_run=False)
    assert counts(later) == {DataKind.NAMES: 0, DataKind.STAFF_NUMBERS: 7, DataKind.PERSON_DOCUMENTS: 2}
    assert len(list((county.folder / INCOMING).rglob("*.csv"))) == 6


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("originale = 0", "„aufbewahrung.originale“ darf nicht 0 sein."),
        ("originale = 101", "„aufbewahrung.originale“ darf nicht 101 sein."),
        ('originale = "5"', "„aufbewahrung.originale“ hat eine falsche Form."),
        ("original = 5", "„aufbewahrung.original“ ist nicht vorgesehen."),
        ("protokoll = 5", "„aufbewahrung.protokoll“ ist nicht vorgesehen."),
    ],
)
def test_years_that_are_none_and_unknown_kinds_are_refused(tmp_path: Path, section: str, words: str) -> None:
    folder = tmp_path / "landkreis"
    shutil.copytree(GIVEN, folder)
    with pytest.raises(UnreadableError) as caught:
        with_section(open_workspace(folder), section)
    assert words in caught.value.text


# Files


def test_only_files_with_the_very_bytes_of_a_booked_original_go(county: Workspace, acting: Acting) -> None:
    incoming = county.folder / INCOMING
    shutil.copy(incoming / "lohnjournal.csv", incoming / "Kopie vom Lohnjournal.csv")
    (incoming / "stellenbesetzung.csv").write_bytes((incoming / "stellenbesetzung.csv").read_bytes() + b"\n")
    (incoming / ".~lock.lohnjournal.csv#").write_text("Büro 7", "utf-8")
    elsewhere = county.folder / "eingang" / "2024"
    elsewhere.mkdir()
    shutil.move(incoming / "buchungen.csv", elsewhere / "buchungen.csv")
    (elsewhere / "notiz.txt").write_text("2024 ist nicht fällig", "utf-8")
    deletion = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    left = sorted(path.relative_to(county.folder).as_posix() for path in deletion.files.left)
    assert left == ["eingang/2025/.~lock.lohnjournal.csv#", "eingang/2025/stellenbesetzung.csv"]
    assert deletion.count(DataKind.INCOMING) == 6
    kept = sorted(path.name for path in (county.folder / "eingang").rglob("*") if path.is_file())
    assert kept == [".~lock.lohnjournal.csv#", "notiz.txt", "stellenbesetzung.csv"]


def test_a_link_is_left_and_what_it_leads_to_stays(county: Workspace, acting: Acting, tmp_path: Path) -> None:
    target = tmp_path / "anderswo.csv"
    shutil.copy(county.folder / INCOMING / "lohnjournal.csv", target)
    (county.folder / INCOMING / "verweis.csv").symlink_to(target)
    (county.folder / PERSONS / "verweis.html").symlink_to(target)
    deletion = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert [path.name for path in deletion.files.left] == ["verweis.csv", "verweis.html"]
    assert target.is_file()


def test_papers_that_name_nobody_stay(county: Workspace, acting: Acting) -> None:
    paper = county.folder / "ausgabe" / "2025" / "2025-verwendungsnachweis.html"
    paper.write_text("<p>Personalausgaben 283.000,00 €</p>", "utf-8")
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert paper.is_file()
    assert (county.folder / "ausgabe" / "2025" / "anker.json").is_file()


def test_the_log_keeps_digests_and_reasons_but_no_name_of_a_file(county: Workspace, acting: Acting) -> None:
    (county.folder / PERSONS / "Johanna Bäuerle.html").write_text("<p>Bäuerle</p>", "utf-8")
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    (noted,) = open_book(county.book_address, writing=False).notes("loeschen")
    assert (len(noted["eingang"]), len(noted["personenunterlagen"])) == (6, 3)
    assert noted["grund"].startswith("Aufbewahrungsfrist abgelaufen: Gebuchte Dateien im Ordner eingang bis 2025 (")
    assert kept_secrets(county) == set()


# A run that is killed


STEPS = ((Book, "delete_personal_data"), (Book, "note"), (Path, "unlink"), (Book, "erase_remains"))


def killed_before(step: int, act: Callable[[], object]) -> Callable[[], None]:
    """Return an act whose process is killed before its n-th step that changes anything."""

    def run() -> None:
        done = 0

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **named: Any) -> Any:
                nonlocal done
                done += 1
                if done == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args, **named)

            return call

        for owner, name in STEPS:
            setattr(owner, name, counted(getattr(owner, name)))
        act()

    return run


def test_runs_killed_at_every_step_are_finished_by_the_next_ones(county: Workspace, acting: Acting) -> None:
    """Each run begins where the killed ones stopped and dies one step later, until one comes through."""
    codes: list[int] = []
    while codes[-1:] != [EXIT_DONE]:
        run = killed_before(len(codes) + 1, lambda: delete_due_data(county, on(ALL_DUE, acting), dry_run=False))
        codes.append(exit_of(in_child(run)))
        book = open_book(county.book_address, writing=False)
        assert book.verify().damages == ()
        assert [figure.exact for figure in compute_booked(county, book, YEAR, acting).figures]
    assert codes[:-1] == [-signal.SIGKILL] * (len(codes) - 1)
    assert len(codes) > 4
    assert kept_secrets(county) == set()


@pytest.mark.parametrize("step", range(1, 12))
def test_a_run_killed_at_one_step_is_finished_by_the_next_one(
    step: int, frozen_once: Path, tmp_path: Path, acting: Acting
) -> None:
    workspace = open_workspace(shutil.copytree(frozen_once, tmp_path / "landkreis"))

    def delete() -> Deletion:
        return delete_due_data(workspace, on(ALL_DUE, acting), dry_run=False)

    assert exit_of(in_child(killed_before(step, delete))) == -signal.SIGKILL
    delete()
    assert kept_secrets(workspace) == set()
    assert set(counts(delete()).values()) == {0}
    assert open_book(workspace.book_address, writing=False).verify().damages == ()


def test_a_file_that_cannot_be_deleted_is_named_and_the_next_run_goes_on(
    county: Workspace, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def guarded(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == "lohnjournal.csv":
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", guarded)
        with pytest.raises(UnreadableError, match=r"lohnjournal\.csv lässt sich nicht löschen"):
            delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert kept_secrets(county) == set()


def test_a_file_that_cannot_be_read_stops_everything(
    county: Workspace, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(retention, "digest_of_file", closed)
    with pytest.raises(UnreadableError, match=r"buchungen\.csv lässt sich nicht lesen; es wurde nichts gelöscht"):
        delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert kept_secrets(county) == set(SECRETS)


def test_remains_that_could_not_be_erased_are_pointed_out_and_erased_by_the_next_run(
    county: Workspace, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_book: Book) -> None:
        raise ConflictError("Das Buch wird gerade von einem anderen Programm beschrieben.")

    with monkeypatch.context() as patched:
        patched.setattr(Book, "erase_remains", busy)
        hints = delete_due_data(county, on(ALL_DUE, acting), dry_run=False).hints
    assert "noch nicht überschrieben" in hints[-1].text
    erased: list[Book] = []
    monkeypatch.setattr(Book, "erase_remains", lambda book: erased.append(book))  # noqa: PLW0108 - becomes a method
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert len(erased) == 1


# A damaged book


def test_a_damaged_book_keeps_its_originals_because_they_prove_what_was_booked(
    county: Workspace, acting: Acting
) -> None:
    address = county.book_address
    if isinstance(address, Path):
        with closing(sqlite3.connect(address, isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER entry_no_update")
    else:
        with psycopg.connect(address) as server:
            server.execute("DROP TRIGGER entry_no_change ON entry")
    with pytest.raises(FindingsError, match="Es wurde nichts gelöscht"):
        delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert kept_secrets(county) == set(SECRETS)


# What stays true


def test_figures_and_papers_are_the_same_before_and_after(county: Workspace, acting: Acting) -> None:
    def state() -> tuple[dict[str, str], dict[str, str]]:
        book = open_book(county.book_address, writing=False)
        result = compute_booked(county, book, YEAR, acting)
        as_of = as_of_words(counted_batches(book, result))
        jobs = (*proof_jobs(county, result, as_of), *allocation_jobs(result, as_of), *pass_through_jobs(result, as_of))
        press = Renderer(templates())
        papers = {job.stem: press.render(job.template, job.make(), county.county) for job in jobs}
        return {figure.name: figure.exact for figure in result.figures}, papers

    before = state()
    assert before[0]["personal.zuwendungsfaehig"]
    assert "2025-verwendungsnachweis" in before[1]
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    assert state() == before


def test_the_whole_proof_can_still_be_made(county: Workspace, acting: Acting) -> None:
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    _, files, _ = write_documents(county, YEAR, DocumentKind.PROOF, on(ALL_DUE, acting), dry_run=False)
    assert {file.path.suffix for file in files} == {".pdf", ".docx", ".xlsx", ".html"}


def test_the_protocol_reports_deleted_data_as_deleted_by_plan(county: Workspace, acting: Acting) -> None:
    delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    records = verify_records(county, (), acting)
    assert records.verification.damages == ()
    assert records.verification.deleted == 6 + 4 + 7
    assert records.anchors == 1


# Copies of the book


def test_backups_made_before_are_listed_and_those_made_after_are_not(
    county: Workspace, acting: Acting, tmp_path: Path
) -> None:
    elsewhere, gone = tmp_path / "platte" / "alt.db", tmp_path / "platte" / "weg.db"
    back_up_workspace(county, None, acting)
    back_up_workspace(county, elsewhere, acting)
    back_up_workspace(county, gone, acting)
    gone.unlink()
    by_hand = county.folder / "sicherungen" / "von Hand.db"
    shutil.copy(elsewhere, by_hand)
    by_hand.write_bytes(by_hand.read_bytes() + b"\0" * 4096)
    # Six files and the freeze are the seven entries a backup made now holds.
    wanted = {
        ("sicherungen/foerderbuch-20260216-093000.db", 7, True),
        ("sicherungen/von Hand.db", None, True),
        (str(elsewhere), 7, True),
        (str(gone), 7, False),
    }
    shown = delete_due_data(county, on(ALL_DUE, acting), dry_run=True)
    done = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    back_up_workspace(county, tmp_path / "neu.db", on(ALL_DUE, acting))
    back_up_workspace(county, None, on(ALL_DUE, acting))
    again = delete_due_data(county, on(ALL_DUE, acting), dry_run=False)
    for deletion in (shown, done, again):
        assert {(copy.path, copy.entry, copy.present) for copy in deletion.copies} == wanted


def test_without_any_deletion_no_backup_is_listed(county: Workspace, acting: Acting) -> None:
    back_up_workspace(county, None, acting)
    assert delete_due_data(county, on(NOTHING_DUE, acting), dry_run=False).copies == ()


def test_a_book_put_aside_by_a_restore_or_a_move_is_listed(county: Workspace, acting: Acting) -> None:
    aside = county.folder / "foerderbuch-vor-20260301-080000.db"
    with closing(sqlite3.connect(aside)) as connection:
        connection.execute("CREATE TABLE name (family_name TEXT)")
    copies = delete_due_data(county, on(ALL_DUE, acting), dry_run=False).copies
    assert [(copy.path, copy.entry) for copy in copies] == [(aside.name, None)]


def test_the_backups_of_a_server_are_pointed_out(county: Workspace, acting: Acting) -> None:
    hints = delete_due_data(county, on(ALL_DUE, acting), dry_run=False).hints
    assert [hint.place.file for hint in hints] == (["Datenbankserver"] if isinstance(county.book_address, str) else [])


# The command


@pytest.fixture
def at_the_desk(county: Workspace, acting: Acting, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Let the command meet the county on the day on which everything is due."""
    monkeypatch.setattr("grants.desk.retention_command.acting_here", lambda: on(ALL_DUE, acting))
    monkeypatch.setattr("grants.desk.retention_command.book_workspace_at", lambda _folder: county)
    return county


def test_the_command_tells_what_would_go_and_what_it_cannot_reach(
    at_the_desk: Workspace, acting: Acting, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up_workspace(at_the_desk, None, acting)
    run_deletion(at_the_desk.folder, dry_run=True, as_json=False)
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Nach dem Aufbewahrungsplan würde gelöscht:" in said
    assert "  Personalnummern im Buch: 7, Förderjahr 2025\n    5 Jahre ab der Festschreibung, LDSG, Nr. offen" in said
    assert "  aus eingang: eingang/2025/lohnjournal.csv" in said
    assert "  aus ausgabe: ausgabe/2025/personen/2025-person-1.html" in said
    assert "  sicherungen/foerderbuch-20260216-093000.db (Stand Protokolleintrag 7)" in said
    assert "Probelauf: Es wurde nichts gelöscht." in said
    run_deletion(at_the_desk.folder, dry_run=False, as_json=False)
    assert "Nach dem Aufbewahrungsplan gelöscht:" in capsys.readouterr().out
    run_deletion(at_the_desk.folder, dry_run=False, as_json=False)
    assert "Nach dem Aufbewahrungsplan ist nichts zu löschen;" in capsys.readouterr().out


def test_the_command_says_everything_in_json_for_other_programs(
    at_the_desk: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    run_deletion(at_the_desk.folder, dry_run=False, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"probelauf", "faellig", "eingang", "personenunterlagen", "bleibt", "kopien", "befunde"}
    assert {each["art"]: each["anzahl"] for each in said["faellig"]} == {
        kind.value: count for kind, count in EVERYTHING.items()
    }
    assert said["faellig"][0]["jahre"] == [2025]
    assert said["faellig"][0]["status"] == "Annahme"
    assert "eingang/2025/meldungen/meldung_08999002.csv" in said["eingang"]


def test_the_real_command_refuses_whom_nobody_mapped_with_exit_code_4(county: Workspace) -> None:
    """The small county maps one user, and nobody who runs tests has that name."""
    address = county.book_address
    variables = {"FOERDERBUCH_DATENBANK": address} if isinstance(address, str) else {}
    words = ("datenbank", "loeschen", "-C", str(county.folder))
    done = foerderbuch(*words, variables=variables)
    assert done.returncode == 4
    assert "keiner Person zugeordnet" in done.stderr
    shown = foerderbuch(*words, "--probelauf", variables=variables)
    assert shown.returncode == 0
    assert "Probelauf: Es wurde nichts gelöscht." in shown.stdout
