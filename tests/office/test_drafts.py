"""Drafts replace one another, and never what somebody else has changed or put in their place."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path
from typing import NoReturn

import pytest

from grants.office.drafts import LISTING, Draft, remove_outdated, write_drafts
from grants.office.file_keys import LONGEST, figure_key, file_key
from ledger.finding import ConflictError, UnreadableError

FIRST = [Draft("Nachweis", "a.pdf", b"eins"), Draft("Nachweis", "a.html", b"zwei")]
SECOND = [Draft("Nachweis", "a.pdf", b"drei"), Draft("Nachweis", "a.html", b"vier")]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != LISTING}


def test_drafts_replace_those_of_the_run_before(tmp_path: Path) -> None:
    write_drafts(tmp_path, FIRST)
    write_drafts(tmp_path, SECOND)
    assert contents(tmp_path) == {"a.pdf": b"drei", "a.html": b"vier"}


@pytest.mark.parametrize("name", ["a.pdf", "a.html"])
def test_a_draft_that_somebody_has_changed_stays_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    write_drafts(tmp_path, FIRST)
    (tmp_path / name).write_bytes(b"von Hand")
    before = contents(tmp_path)
    with pytest.raises(ConflictError) as refusal:
        write_drafts(tmp_path, SECOND)
    assert name in refusal.value.text
    assert "umbenennen" in refusal.value.remedy
    assert contents(tmp_path) == before


def test_a_file_that_was_there_before_the_first_run_stays(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"fremd")
    with pytest.raises(ConflictError, match=r"a\.pdf"):
        write_drafts(tmp_path, FIRST)
    assert contents(tmp_path) == {"a.pdf": b"fremd"}


def test_a_file_of_the_same_bytes_is_no_stranger(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"eins")
    write_drafts(tmp_path, FIRST)
    assert contents(tmp_path) == {"a.pdf": b"eins", "a.html": b"zwei"}


def test_a_link_or_a_folder_in_the_place_of_a_draft_stays(tmp_path: Path) -> None:
    target = tmp_path / "anderswo"
    target.write_bytes(b"eins")
    folder = tmp_path / "ausgabe"
    folder.mkdir()
    (folder / "a.pdf").symlink_to(target)
    (folder / "a.html").mkdir()
    with pytest.raises(ConflictError, match=r"a\.pdf, a\.html"):
        write_drafts(folder, FIRST)
    assert target.read_bytes() == b"eins"
    assert (folder / "a.pdf").is_symlink()


@pytest.mark.parametrize("name", ["x/../../a.pdf", "../a.pdf", "..", "/a.pdf", "a\n.pdf", ".neu-a", "ä.pdf", ""])
def test_a_name_that_is_no_plain_name_of_a_file_is_never_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ausgabe" / "2025"
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        write_drafts(folder, [*FIRST, Draft("Nachweis", name, b"x")])
    assert list(tmp_path.rglob("*")) == []


def test_a_folder_that_is_called_like_a_leftover_stays_and_a_leftover_file_goes(tmp_path: Path) -> None:
    files = write_drafts(tmp_path, FIRST)
    (tmp_path / ".neu-x").mkdir()
    (tmp_path / ".neu-y").write_bytes(b"halb")
    assert remove_outdated(tmp_path, files) == ()
    assert sorted(path.name for path in tmp_path.glob(".neu-*")) == [".neu-x"]


@pytest.mark.parametrize("files", range(5))
def test_a_run_that_ended_in_the_middle_of_writing_is_finished_by_the_next(
    tmp_path: Path, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run writes the list, two files and the list again; it ends before one of them, the third goes on."""
    write_drafts(tmp_path, FIRST)
    written = iter(range(files))
    replace = Path.replace

    def replace_some(path: Path, target: Path) -> Path:
        if next(written, None) is None:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_some)
        if files < 4:
            with pytest.raises(KeyboardInterrupt):
                write_drafts(tmp_path, SECOND)
        else:
            write_drafts(tmp_path, SECOND)
    third = [Draft("Nachweis", "a.pdf", b"sechs"), Draft("Nachweis", "a.html", b"acht")]
    write_drafts(tmp_path, third)
    assert contents(tmp_path) == {"a.pdf": b"sechs", "a.html": b"acht"}


def test_outdated_drafts_go_and_changed_ones_stay(tmp_path: Path) -> None:
    write_drafts(tmp_path, [*FIRST, Draft("Alt", "b.pdf", b"alt"), Draft("Alt", "c.pdf", b"alt")])
    (tmp_path / "c.pdf").write_bytes(b"von Hand")
    files = write_drafts(tmp_path, FIRST)
    assert remove_outdated(tmp_path, files) == (tmp_path / "b.pdf",)
    assert sorted(json.loads((tmp_path / LISTING).read_text("utf-8"))) == ["a.html", "a.pdf"]
    assert (tmp_path / "c.pdf").read_bytes() == b"von Hand"


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.ENOSPC, "Der Datenträger ist voll."),
        (errno.EROFS, "Der Datenträger ist schreibgeschützt."),
        (errno.EIO, "Der Datenträger antwortet nicht."),
    ],
)
def test_what_keeps_a_file_from_being_written_is_said_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cause: str
) -> None:
    def refuse(_: int) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnreadableError) as refusal:
        write_drafts(tmp_path / "ausgabe", FIRST)
    assert f"Die Datei {tmp_path / 'ausgabe'}" in refusal.value.text
    assert cause in refusal.value.text


def test_a_file_or_a_broken_link_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "datei").write_bytes(b"")
    (tmp_path / "verweis").symlink_to(tmp_path / "gibt es nicht")
    (tmp_path / "kreis").symlink_to(tmp_path / "kreis")
    for name in ("datei", "verweis", "kreis"):
        with pytest.raises(UnreadableError, match=f"{name}/{LISTING} lässt sich nicht schreiben: (An|Eine) "):
            write_drafts(tmp_path / name, FIRST)


def test_a_broken_list_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / LISTING).write_text("[1]", "utf-8")
    with pytest.raises(UnreadableError, match="beschädigt"):
        write_drafts(tmp_path, FIRST)
    assert contents(tmp_path) == {}


# Names of files

KEYS = ["08999003", "gvv-1", "GVV-1", "gvv_1", "gvv 1", "gvv-1-", "Gvv-1", "gvv--1", "ä", "a", "../a", "", "x" * 200]


def test_no_two_keys_have_one_name_also_where_capitals_do_not_count() -> None:
    names = [file_key(key) for key in [*KEYS, file_key("GVV-1")]]
    assert len({name.upper() for name in names}) == len(names)
    assert set("".join(names)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert max(len(name) for name in names) <= LONGEST + 18


def test_a_plain_key_stands_for_itself() -> None:
    assert [file_key(key) for key in ("08999003", "gvv-1")] == ["08999003", "gvv-1"]
    assert file_key("GVV-1").startswith("gvv-1--")


def test_figures_whose_names_differ_in_a_point_have_different_names() -> None:
    assert figure_key("kreis.reisekosten") == "kreis-reisekosten"
    assert len({figure_key("a.b.c"), figure_key("a-b.c"), figure_key("a.b-c"), figure_key("A.b.c")}) == 4
