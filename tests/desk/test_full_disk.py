"""A disk that is full and a folder that cannot be written: a German sentence with the path, and the book as it was."""

from __future__ import annotations

import errno
import os
import pwd
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from resource import RLIM_INFINITY
from typing import TYPE_CHECKING, NoReturn, TextIO

import pytest

from grants.desk.exits import UNREADABLE, run_guarded
from grants.desk.main import app
from grants.office.acting import Acting
from grants.office.documents import DocumentKind
from grants.office.persons import with_person
from grants.office.run import write_documents
from grants.office.workspace import SETTINGS, open_workspace
from ledger.book.store import open_book
from ledger.files import acting_user, digest_of_file
from ledger.finding import UnreadableError
from ledger.imports.spreadsheet import CHILD
from tests.commands import foerderbuch
from tests.conftest import YEAR
from tests.ledger.small_files import is_german_sentence
from tests.processes import exit_of, in_child

if TYPE_CHECKING:
    from collections.abc import Iterator

KILOBYTE = 1024
NOBODY = 65534
FILES = ["eingang/2025/stellenbesetzung_2025.csv", "eingang/2025/lohnjournal_2025.csv"]


def limited(size: int, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command that can write no file larger than a size in bytes: there it fails as on a full disk."""
    first = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    return foerderbuch(*words, "-C", str(folder), first=first)


def last_sentence(said: str) -> str:
    assert "Traceback" not in said
    assert "Interner Fehler" not in said
    last = said.splitlines()[-1]
    assert is_german_sentence(last), said
    return last


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a workspace."""
    return {str(path): digest_of_file(path) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("kilobytes", [0, 4, 100, 200])
def test_where_the_book_finds_no_room_nothing_is_half_booked_and_with_room_it_goes_on(
    workspace_folder: Path, kilobytes: int
) -> None:
    """An empty book takes 150 KB; with these two files it takes more than 200."""
    book = workspace_folder / "foerderbuch.db"
    done = limited(
        kilobytes * KILOBYTE, workspace_folder, "einlesen", *(str(workspace_folder / name) for name in FILES)
    )
    assert str(book) in last_sentence(done.stderr)
    assert (done.returncode, done.stdout) == (UNREADABLE, "")
    booked = booked_whole(book)
    assert booked in ([], FILES[:1])
    rest = [str(workspace_folder / name) for name in FILES if name not in booked]
    assert limited(RLIM_INFINITY, workspace_folder, "einlesen", *rest).returncode == 0
    assert booked_whole(book) == FILES


def booked_whole(path: Path) -> list[str]:
    """Return the files in a book that verifies."""
    book = open_book(path, writing=True)
    assert book.verify().damages == ()
    return [batch.file for batch in book.batches()]


@pytest.mark.parametrize("kilobytes", [0, 4, 300])
def test_a_run_that_finds_no_room_writes_no_documents(workspace_folder: Path, kilobytes: int) -> None:
    done = limited(kilobytes * KILOBYTE, workspace_folder, "lauf", "2025")
    assert str(workspace_folder / "foerderbuch.db") in last_sentence(done.stderr)
    assert (done.returncode, done.stdout) == (UNREADABLE, "")
    booked_whole(workspace_folder / "foerderbuch.db")
    assert not (workspace_folder / "ausgabe").exists()


@pytest.mark.usefixtures("every_document_is_set")
@pytest.mark.parametrize("kilobytes", [0, 50])
def test_where_temporary_files_find_no_room_the_documents_of_the_last_run_stay(
    finished_copy: Path, kilobytes: int
) -> None:
    before = contents(finished_copy)
    done = limited(kilobytes * KILOBYTE, finished_copy, "nachweis", "2025")
    assert "Im Ordner für vorübergehende Dateien (TMPDIR, sonst /tmp)" in last_sentence(done.stderr)
    assert (done.returncode, done.stdout) == (UNREADABLE, "")
    assert contents(finished_copy) == before


def test_where_a_document_finds_no_room_those_of_the_last_run_stay(
    finished_copy: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(finished_copy)

    def refuse(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnreadableError) as refusal:
        write_documents(open_workspace(finished_copy), YEAR, DocumentKind.ALLOCATION, acting, dry_run=False)
    assert str(finished_copy / "ausgabe" / "2025" / "unterlagen.json") in refusal.value.text
    assert "Der Datenträger ist voll." in refusal.value.text
    assert contents(finished_copy) == before


def test_the_process_that_reads_workbooks_compiles_no_module_into_the_installation() -> None:
    """A module that a full disk has cut off would keep every later run from reading workbooks."""
    asked = [*CHILD[:-1], "-c", "import sys; print(sys.dont_write_bytecode)"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "True\n"


# A folder for reading only


@pytest.fixture
def locked_folder(finished: Path) -> Iterator[Path]:
    """Return a finished county in which somebody without rights may read everything and write nothing."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    folder = shutil.copytree(finished, outer / "Landkreis für alle")
    settings = folder / SETTINGS
    reader = pwd.getpwuid(NOBODY).pw_name if os.getuid() == 0 else acting_user()
    settings.write_text(with_person(settings.read_text("utf-8"), reader, "Prüfung des Verfahrens"), "utf-8")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(outer)


@pytest.mark.parametrize("words", [("lauf", "2025"), ("einlesen", FILES[1]), ("nachweis", "2025")])
def test_in_a_folder_for_reading_only_a_command_says_so_and_changes_nothing(
    locked_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    before = contents(locked_folder)
    monkeypatch.chdir(locked_folder)
    monkeypatch.setattr(sys, "argv", ["foerderbuch", *words, "-C", str(locked_folder)])
    with (tmp_path / "gesagt").open("w+") as said:
        code = exit_of(in_child(lambda: run_without_rights(said)))
        said.seek(0)
        sentence = last_sentence(said.read())
    assert code == UNREADABLE
    assert f"Im Ordner {locked_folder} lässt sich nicht schreiben." in sentence
    assert contents(locked_folder) == before


def run_without_rights(said: TextIO) -> NoReturn:
    """Run the command as somebody whom file rights stop; an administrator gives up his."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    sys.stderr = said
    code = run_guarded(app)
    said.flush()
    os._exit(code)
