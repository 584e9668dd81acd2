"""protokoll, datenbank: proving and keeping the book needs neither the rules nor the notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands import foerderbuch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("room", ["programme", "bescheide"])
@pytest.mark.parametrize(
    "words",
    [
        ("protokoll",),
        ("datenbank", "sichern"),
        ("datenbank", "migrieren"),
        ("datenbank", "umziehen", "anderes.db"),
        ("datenbank", "loeschen", "--probelauf"),
    ],
    ids=" ".join,
)
def test_a_broken_rule_file_or_notice_does_not_keep_the_book_from_being_proven_and_kept(
    finished_copy: Path, room: str, words: tuple[str, ...]
) -> None:
    (finished_copy / room).mkdir(exist_ok=True)
    (finished_copy / room / "kaputt.toml").write_text("art = [", "utf-8")
    done = foerderbuch(*words, "-C", str(finished_copy))
    assert done.returncode == 0, done.stderr


def test_a_backup_can_be_restored_whatever_the_rule_files_say(finished_copy: Path) -> None:
    assert foerderbuch("datenbank", "sichern", "-C", str(finished_copy)).returncode == 0
    (backup,) = (finished_copy / "sicherungen").glob("*.db")
    (finished_copy / "programme").mkdir(exist_ok=True)
    (finished_copy / "programme" / "kaputt.toml").write_text("art = [", "utf-8")
    done = foerderbuch("datenbank", "wiederherstellen", str(backup), "-C", str(finished_copy))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [("lauf", "2025"), ("abschliessen", "2025", "--probelauf")], ids=" ".join)
def test_what_computes_refuses_a_broken_rule_file(finished_copy: Path, words: tuple[str, ...]) -> None:
    (finished_copy / "programme").mkdir(exist_ok=True)
    (finished_copy / "programme" / "kaputt.toml").write_text("art = [", "utf-8")
    done = foerderbuch(*words, "-C", str(finished_copy))
    assert done.returncode == 5
    assert "programme/kaputt.toml" in done.stderr
