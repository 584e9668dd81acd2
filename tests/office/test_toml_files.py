"""Files of the workspace that are no TOML, or such that nobody could mean, are refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grants.office.workspace import open_workspace, read_toml
from ledger.finding import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("betrag = 1,5", "a.toml, Zeile 1, Spalte"),
        (f"jahr = {'9' * 5000}", "a.toml: Eine Zahl hat zu viele Ziffern"),
        (f"gemeinden = {'[' * 3000}{']' * 3000}", "a.toml: Eine Zahl hat zu viele Ziffern, oder Klammern sind zu tief"),
    ],
    ids=["no number", "too many digits", "too many brackets"],
)
def test_what_cannot_be_read_is_refused_with_the_file(tmp_path: Path, text: str, wanted: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableError) as raised:
        read_toml(path, "a.toml")
    assert raised.value.text.startswith(wanted)
    assert raised.value.remedy


def test_all_texts_of_a_file_that_cannot_be_printed_are_told_at_once(workspace_folder: Path) -> None:
    path = workspace_folder / "foerderbuch.toml"
    lines = path.read_text("utf-8").splitlines()
    named = [number for number, line in enumerate(lines) if line.startswith(("name = ", "ort = "))][:2]
    for number in named:
        lines[number] = lines[number].replace('"', '"\U0001f44d', 1)
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(UnreadableError) as raised:
        open_workspace(workspace_folder)
    assert raised.value.text.count("foerderbuch.toml: ") == len(named) == 2
    assert raised.value.remedy.count("Bitte das Zeichen weglassen") == 1
