"""pruefen compares the finished documents of a year: a digit changed in any file is found, else it is silent."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from grants.office.document_checks import check_documents
from grants.office.drafts import LISTING
from grants.office.workspace import open_workspace
from ledger.files import digest
from ledger.period import FundingYear
from tests.commands import data, foerderbuch
from tests.output.word_files import take_out_controls

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.finding import Finding

PROOF = "2025-verwendungsnachweis"
CHANGED = "Die Datei wurde seit der Erstellung geändert."
TRAVEL = "5.051,20"
CONFLICT = 4


def outgoing(folder: Path) -> Path:
    return folder / "ausgabe" / "2025"


def check(folder: Path) -> list[Finding]:
    return list(check_documents(open_workspace(folder), FundingYear(2025)))


def errors_of(folder: Path, name: str) -> list[Finding]:
    """Return what blocks; all of it is about one file, and a hint says that this file was changed."""
    findings = check(folder)
    assert {finding.place.file for finding in findings} == {f"ausgabe/2025/{name}"}
    assert [finding.text for finding in findings if not finding.blocks] == [CHANGED]
    return [finding for finding in findings if finding.blocks]


def rewrite(path: Path, part: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text in one part of a package."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = parts[part].decode().replace(old, new, 1)
    assert changed != parts[part].decode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, changed if name == part else content)


def glyphs(page: pikepdf.Page) -> dict[str, dict[str, bytes]]:
    """Return for each font of a page the code of each sign, by the table that says how it reads."""
    found: dict[str, dict[str, bytes]] = {}
    for name, font in page.Resources.Font.items():
        table = font.ToUnicode.read_bytes().decode()
        pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*\n", table)
        found[name] = {chr(int(sign, 16)): bytes.fromhex(code) for code, sign in pairs}
    return found


def change_digit_on_page(path: Path, text: str, changed: str) -> None:
    """Replace the first print of a text in a PDF by another of the same length, glyph by glyph."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            for codes in glyphs(page).values():
                if not set(text + changed) <= set(codes):
                    continue
                old, new = (b"".join(codes[sign] for sign in word) for word in (text, changed))
                commands = list(pikepdf.parse_content_stream(page))
                places = [number for number, each in enumerate(commands) if old in _shown(each)]
                if places:
                    whole = pikepdf.String(_shown(commands[places[0]]).replace(old, new, 1))
                    operator = pikepdf.Operator("TJ")
                    commands[places[0]] = pikepdf.ContentStreamInstruction([pikepdf.Array([whole])], operator)
                    page.Contents = document.make_stream(pikepdf.unparse_content_stream(commands))
                    document.save(path)
                    return
    pytest.fail(f"{text} is not printed")


def _shown(command: Any) -> bytes:
    """Return the glyphs that a command shows, without the gaps between them."""
    if str(command.operator) not in ("TJ", "Tj"):
        return b""
    (shown,) = command.operands
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    return b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def test_an_untouched_year_is_silent(finished: Path) -> None:
    assert check(finished) == []
    done = foerderbuch("pruefen", "2025", "-C", str(finished))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_before_the_first_document_there_is_nothing_to_compare(workspace_folder: Path) -> None:
    assert check(workspace_folder) == []


def test_a_digit_changed_on_the_page_of_a_pdf_is_found(finished_copy: Path) -> None:
    change_digit_on_page(outgoing(finished_copy) / f"{PROOF}.pdf", TRAVEL, "5.051,30")
    (finding,) = errors_of(finished_copy, f"{PROOF}.pdf")
    assert "„kreis.reisekosten“ steht im sichtbaren Text nicht so wie im HTML" in finding.text
    assert "Zeile „Reisekosten“" in finding.text
    assert (finding.found, finding.expected) == ("5.051,30", TRAVEL)
    assert (
        finding.remedy == "Bitte die Datei löschen oder umbenennen und mit „foerderbuch nachweis 2025“ neu erstellen."
    )


def test_the_remedy_for_a_changed_file_can_be_followed(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.docx"
    rewrite(path, "word/document.xml", TRAVEL, "5.051,30")
    assert foerderbuch("nachweis", "2025", "-C", str(finished_copy)).returncode == CONFLICT
    path.rename(path.with_name("meine Fassung.docx"))
    assert foerderbuch("nachweis", "2025", "-C", str(finished_copy)).returncode == 0
    assert check(finished_copy) == []


def test_a_file_that_is_gone_is_not_made_again_over_a_changed_one(finished_copy: Path) -> None:
    changed = "2025-weitergabe-08999002.xlsx"
    (outgoing(finished_copy) / changed).write_bytes(b"fremd")
    (outgoing(finished_copy) / "2025-weitergabe-08999003.pdf").unlink()
    (finding,) = (each for each in check(finished_copy) if each.place.file.endswith(".pdf"))
    assert finding.remedy == (
        f"Bitte {changed} löschen oder umbenennen und die Unterlage mit „foerderbuch weitergabe 2025“ neu erstellen."
    )


@pytest.mark.parametrize("name", ["zahlen.json", "zahlen.csv"])
def test_a_digit_changed_in_the_numbers_embedded_in_a_pdf_is_found(finished_copy: Path, name: str) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        content = document.attachments[name].get_file().read_bytes()
        document.attachments[name] = content.replace(b"5051.20", b"5051.30")
        document.save(path)
    (finding,) = errors_of(finished_copy, f"{PROOF}.pdf")
    assert finding.text.startswith(f"Anlage {name}: Die Zahl „kreis.reisekosten“ hat einen anderen Wert als im HTML")
    assert (finding.found, finding.expected) == ("5.051,30", "5.051,20")


def test_a_digit_changed_in_a_word_file_is_found(finished_copy: Path) -> None:
    rewrite(outgoing(finished_copy) / f"{PROOF}.docx", "word/document.xml", TRAVEL, "5.051,30")
    control, text = errors_of(finished_copy, f"{PROOF}.docx")
    assert "Das Inhaltssteuerelement der Zahl „kreis.reisekosten“" in control.text
    assert "„kreis.reisekosten“ steht im sichtbaren Text nicht so wie im HTML" in text.text


def test_a_digit_changed_in_a_cell_of_a_workbook_is_found(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.xlsx"
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        part = next(name for name in sheets if b"<v>5051.20</v>" in package.read(name))
    rewrite(path, part, "<v>5051.20</v>", "<v>5051.30</v>")
    finding, *_ = errors_of(finished_copy, f"{PROOF}.xlsx")
    assert "„kreis.reisekosten“" in finding.text
    assert (finding.found, finding.expected) == ("5.051,30", "5.051,20")


@pytest.mark.parametrize(
    ("old", "new"),
    [(f">{TRAVEL}<", ">5.051,30<"), ('value="5051.20"', 'value="5051.30"')],
    ids=["text", "value"],
)
def test_where_the_html_alone_was_changed_it_is_blamed_and_no_other_file(
    finished_copy: Path, old: str, new: str
) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.html"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    findings = check(finished_copy)
    assert {finding.place.file for finding in findings} == {f"ausgabe/2025/{PROOF}.html"}
    assert findings


def test_the_html_at_fault_is_named_first_then_its_number_with_what_the_others_print(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.html"
    path.write_text(path.read_text("utf-8").replace(f">{TRAVEL}<", ">5.051,30<", 1), "utf-8")
    first, number = check(finished_copy)
    assert first.text == "Die HTML-Datei wurde geändert; unverändert sind: PDF, DOCX und XLSX."
    assert number.text.startswith("Die Zahl „kreis.reisekosten“ steht hier anders als in: PDF, DOCX und XLSX (Tabelle ")
    assert (number.found, number.expected) == ("5.051,30", TRAVEL)
    assert {finding.place.file for finding in (first, number)} == {f"ausgabe/2025/{PROOF}.html"}


def test_a_file_forged_like_the_html_is_measured_by_those_that_are_as_made(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.html"
    path.write_text(path.read_text("utf-8").replace(f">{TRAVEL}<", ">5.051,30<", 1), "utf-8")
    rewrite(path.with_suffix(".docx"), "word/document.xml", TRAVEL, "5.051,30")
    findings = [finding for finding in check(finished_copy) if finding.blocks]
    assert [finding.place.file.rpartition(".")[2] for finding in findings] == ["html", "html", "docx"]
    assert findings[0].text == "Die HTML-Datei wurde geändert; unverändert sind: PDF und XLSX."
    assert (findings[2].found, findings[2].expected) == ("5.051,30", TRAVEL)


def test_a_word_changed_in_the_html_is_told_once_and_not_of_the_other_files(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.html"
    path.write_text(path.read_text("utf-8").replace("Gesamtverwendungsnachweis", "Nachweis"), "utf-8")
    rewrite(path.with_suffix(".docx"), "word/document.xml", "Gesamtverwendungsnachweis", "Nachweis")
    assert {finding.text for finding in check(finished_copy) if finding.blocks} == {
        "Die HTML-Datei wurde geändert; unverändert sind: PDF und XLSX.",
        "Der Text der HTML-Datei ist ein anderer als in: PDF und XLSX.",
    }


def test_a_list_made_to_fit_a_forged_file_does_not_silence_the_check(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.html"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    listing = outgoing(finished_copy) / LISTING
    known = json.loads(listing.read_text("utf-8"))
    listing.write_text(json.dumps({**known, path.name: digest(path.read_bytes())}), "utf-8")
    assert (CHANGED, False) in {(finding.text, finding.blocks) for finding in check(finished_copy)}


def test_documents_of_different_states_of_the_book_are_found(finished_copy: Path) -> None:
    # the forged one was noted by the book as made, as an older state would be
    path = outgoing(finished_copy) / "2025-sitzungsvorlage.html"
    for other in ("pdf", "docx", "xlsx"):
        path.with_suffix(f".{other}").unlink()
    path.write_text(path.read_text("utf-8").replace('value="12.0454"', 'value="12.0453"'), "utf-8")
    listing = outgoing(finished_copy) / LISTING
    known = json.loads(listing.read_text("utf-8"))
    listing.write_text(json.dumps({**known, path.name: digest(path.read_bytes())}), "utf-8")
    finding = next(finding for finding in check(finished_copy) if "anderen Wert als in" in finding.text)
    assert finding.place.file == f"ausgabe/2025/{PROOF}.html"
    assert finding.text == "Die Zahl „stellen.vzae“ hat hier einen anderen Wert als in 2025-sitzungsvorlage.html."
    assert (finding.found, finding.expected) == ("12,0454", "12,0453")
    assert finding.remedy == (
        "Bitte 2025-sitzungsvorlage.html löschen oder umbenennen und alle Unterlagen mit „foerderbuch lauf 2025“ neu "
        "erstellen."
    )


def test_a_word_file_saved_without_its_controls_is_one_hint_while_its_text_is_the_same(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.docx"
    take_out_controls(path)
    controls, changed = check(finished_copy)
    assert controls.text == (
        "Die Datei wurde mit einem anderen Programm gespeichert; die Inhaltssteuerelemente fehlen."
    )
    assert (controls.blocks, changed.text) == (False, CHANGED)
    rewrite(path, "word/document.xml", TRAVEL, "5.051,30")
    (finding,) = (each for each in check(finished_copy) if each.blocks)
    assert (finding.found, finding.expected) == ("5.051,30", TRAVEL)


def test_a_list_that_is_gone_is_a_hint(finished_copy: Path) -> None:
    (outgoing(finished_copy) / LISTING).unlink()
    (finding,) = check(finished_copy)
    assert (finding.blocks, finding.place.file) == (False, f"ausgabe/2025/{LISTING}")
    assert foerderbuch("lauf", "2025", "-C", str(finished_copy)).returncode == 0
    assert check(finished_copy) == []


def test_without_the_list_whatever_lies_in_the_folder_is_compared(finished_copy: Path) -> None:
    (outgoing(finished_copy) / LISTING).unlink()
    forged = outgoing(finished_copy) / "2025-weitergabe-08999002-abschrift.html"
    forged.write_bytes(forged.with_name("2025-weitergabe-08999002.html").read_bytes())
    shutil.copy(outgoing(finished_copy) / "2025-weitergabe-08999003.docx", forged.with_suffix(".docx"))
    findings = check(finished_copy)
    assert {finding.place.file for finding in findings if finding.blocks} == {
        f"ausgabe/2025/{forged.with_suffix('.docx').name}"
    }
    (missing,) = (finding for finding in findings if not finding.blocks)
    assert missing.place.file == f"ausgabe/2025/{LISTING}"
    assert missing.text == "Die Liste der erstellten Unterlagen fehlt; verglichen wurde, was im Ordner liegt."


@pytest.mark.parametrize(
    ("suffix", "sentence"),
    [
        ("pdf", "Die Datei ist keine lesbare PDF-Datei"),
        ("docx", "Die Datei ist keine lesbare Word-Datei"),
        ("xlsx", "Die Datei ist keine lesbare Arbeitsmappe"),
        ("html", "Die Datei ist kein lesbares HTML"),
    ],
)
def test_a_damaged_or_foreign_file_is_named_with_its_remedy(finished_copy: Path, suffix: str, sentence: str) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.{suffix}"
    sound = path.read_bytes()
    for content in (b"", b"\xff" + sound[:500], b"fremd"):
        path.write_bytes(content)
        *changed, finding = [each for each in check(finished_copy) if each.blocks]
        assert [each.text.partition(";")[0] for each in changed] == ["Die HTML-Datei wurde geändert"] * (
            suffix == "html"
        )
        assert {each.place.file for each in (*changed, finding)} == {f"ausgabe/2025/{path.name}"}
        assert finding.text.startswith((sentence, "Das HTML ist nicht in sich stimmig"))
        assert "„foerderbuch nachweis 2025“" in finding.remedy


def test_a_file_that_is_gone_is_a_hint_but_without_its_html_nothing_can_be_compared(finished_copy: Path) -> None:
    (outgoing(finished_copy) / f"{PROOF}.docx").unlink()
    (finding,) = check(finished_copy)
    assert (finding.blocks, finding.place.file) == (False, f"ausgabe/2025/{PROOF}.docx")
    (outgoing(finished_copy) / f"{PROOF}.html").unlink()
    assert [finding.text for finding in check(finished_copy) if finding.blocks] == [
        "Es fehlt das HTML der Unterlage, an dem ihre übrigen Dateien gemessen werden."
    ]


def test_a_document_made_again_by_its_own_command_is_not_called_changed(finished_copy: Path) -> None:
    listing = outgoing(finished_copy) / LISTING
    known = json.loads(listing.read_text("utf-8"))
    listing.write_text(json.dumps(dict.fromkeys(known, "0" * 64)), "utf-8")
    assert check(finished_copy) == []  # the book noted what was made, and the book counts


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}'])
def test_a_broken_list_of_documents_is_a_finding(finished_copy: Path, content: str) -> None:
    (outgoing(finished_copy) / LISTING).write_text(content, "utf-8")
    (finding,) = check(finished_copy)
    assert finding.place.file == f"ausgabe/2025/{LISTING}"
    assert finding.text == "Die Liste der Unterlagen ist beschädigt; die Unterlagen wurden nicht verglichen."


def test_a_name_in_the_list_leads_to_no_file_elsewhere(finished_copy: Path) -> None:
    listing = outgoing(finished_copy) / LISTING
    known = json.loads(listing.read_text("utf-8"))
    listing.write_text(json.dumps({**known, "../../foerderbuch.html": "0" * 64}), "utf-8")
    (finished_copy / "foerderbuch.html").write_text("fremd", "utf-8")
    assert check(finished_copy) == []


def test_of_many_differences_the_first_are_shown(finished_copy: Path) -> None:
    path = outgoing(finished_copy) / f"{PROOF}.docx"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, re.sub(rb'(<w:tag w:val=")', rb"\1x", content))
    path.write_bytes(stream.getvalue())
    *_, last = errors_of(finished_copy, path.name)
    assert re.fullmatch(r"Dazu kommen \d+ weitere Unterschiede in dieser Datei\.", last.text)


def test_pruefen_ends_with_code_1_and_names_the_file_for_other_programs_too(finished_copy: Path) -> None:
    rewrite(outgoing(finished_copy) / f"{PROOF}.docx", "word/document.xml", TRAVEL, "5.051,30")
    done = foerderbuch("pruefen", "2025", "-C", str(finished_copy))
    assert done.returncode == 1
    assert f"Fehler: ausgabe/2025/{PROOF}.docx" in done.stderr
    assert f"Hinweis: ausgabe/2025/{PROOF}.docx\n  {CHANGED}" in done.stderr
    findings = data("pruefen", "2025", "-C", str(finished_copy))["befunde"]
    assert findings[1]["ort"]["datei"] == f"ausgabe/2025/{PROOF}.docx"
    assert (findings[1]["wert"], findings[1]["erwartet"]) == ("5.051,30", TRAVEL)
