"""Every text from outside that a paper could print passes one rule: what no face has is refused where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from grants.office.acting import Acting
from grants.office.run import check_year
from grants.office.workspace import open_workspace
from ledger.finding import UnreadableError
from tests.conftest import YEAR
from tests.ledger.packages import parts_of, zipped
from tests.office.test_incoming import INCOMING, STAFFING, blocking, change
from tests.output.name_samples import NAMES

RETURN = INCOMING / "meldungen" / "meldung_08999003_2025.xlsx"
NOTICE = Path("bescheide") / "weitergabe-08999003.toml"
NARRATIVE = Path("vorlagen") / "sitzungsvorlage-2025.md"
LACKING = "Das Zeichen „李“ (U+674E, chinesisches Schriftzeichen) hat keine der Schriften, mit denen gedruckt wird."


def in_workbook(path: Path, old: str, new: str) -> None:
    """Replace a text in all parts of a workbook."""
    parts = parts_of(path.read_bytes())
    path.write_bytes(zipped({name: part.replace(old.encode(), new.encode()) for name, part in parts.items()}))


def refusal(folder: Path, acting: Acting) -> str:
    with pytest.raises(UnreadableError) as caught:
        check_year(open_workspace(folder), YEAR, acting)
    return caught.value.text


def test_persons_of_any_name_are_read(workspace_folder: Path, acting: Acting) -> None:
    def renamed(text: str) -> str:
        head, *rows = text.splitlines()
        cells = [row.split(";") for row in rows]
        names = list(NAMES.values())
        for each, given, family in zip(cells, names, reversed(names), strict=False):
            each[1:3] = [family, given]
        return "\n".join([head, *(";".join(each) for each in cells)])

    change(workspace_folder / STAFFING, renamed, "utf-8")
    assert blocking(workspace_folder, acting) == []


def test_a_name_in_a_cell_that_no_face_has_is_found_with_its_place(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / STAFFING, lambda text: text.replace("Öztürk", "李"), "utf-8")
    (finding,) = blocking(workspace_folder, acting)
    assert (finding.place.file, finding.place.row, finding.place.column) == (STAFFING.as_posix(), 4, "Name")
    assert (finding.text, finding.found) == (LACKING, "李")
    assert "lateinischen Umschrift" in finding.remedy


def test_the_name_of_a_sheet_that_no_face_has_is_found(workspace_folder: Path, acting: Acting) -> None:
    in_workbook(workspace_folder / RETURN, 'sheet name="', 'sheet name="李')
    (finding,) = blocking(workspace_folder, acting)
    assert finding.place.sheet.startswith("李")
    assert finding.text == f"Der Name des Blattes lässt sich nicht drucken. {LACKING}"


def test_a_name_in_a_notice_that_no_face_has_is_refused(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / NOTICE, lambda text: text.replace("Brunnwangen", "Brunnwangen 李"), "utf-8")
    assert LACKING in refusal(workspace_folder, acting)


def test_a_text_in_a_list_of_a_notice_that_no_face_has_is_refused(workspace_folder: Path, acting: Acting) -> None:
    change(
        workspace_folder / NOTICE,
        lambda text: text.replace('gemeinden = ["08999003"', 'gemeinden = ["08999003 \u202e"'),
        "utf-8",
    )
    assert "„gemeinden“ ist kein gültiger Text" in refusal(workspace_folder, acting)


def test_the_name_of_a_notice_that_no_face_has_is_refused(workspace_folder: Path, acting: Acting) -> None:
    (workspace_folder / NOTICE).rename(workspace_folder / "bescheide" / "李.toml")
    assert refusal(workspace_folder, acting) == f"bescheide/李.toml: Der Dateiname lässt sich nicht drucken. {LACKING}"


def test_a_setting_that_no_face_has_is_refused(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / "foerderbuch.toml", lambda text: text.replace("Lindental", "Lindental 🌳", 1), "utf-8")
    assert "(U+1F333, Bildzeichen oder Sonderzeichen)" in refusal(workspace_folder, acting)


def test_a_narrative_that_no_face_has_is_refused_with_its_line(workspace_folder: Path) -> None:
    path = workspace_folder / NARRATIVE
    path.write_text(path.read_text("utf-8").rstrip() + " 李\n", "utf-8")
    last = len(path.read_text("utf-8").splitlines())
    with pytest.raises(UnreadableError) as caught:
        open_workspace(workspace_folder).narrative("sitzungsvorlage", YEAR)
    assert caught.value.text == f"vorlagen/{NARRATIVE.name}, Zeile {last}: {LACKING}"
