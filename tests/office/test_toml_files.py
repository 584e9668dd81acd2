"""Files of the workspace that are no TOML, or such that nobody could mean, are refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grants.office.workspace import read_toml
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
