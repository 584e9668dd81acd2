"""Typed texts of the office: front matter, headings, paragraphs, and nothing that would be dropped silently."""

from __future__ import annotations

from datetime import date

import pytest

from grants.papers.narrative import Narrative, read_narrative
from ledger.finding import UnreadableError

FRONT = '+++\nart = "Kenntnisnahme"\nsitzung_am = 2026-05-11\n+++\n'


def read(body: str, front: str = FRONT) -> Narrative:
    return read_narrative(front + body, "vorlagen/text.md")


def refused(body: str, front: str = FRONT) -> str:
    with pytest.raises(UnreadableError) as raised:
        read(body, front)
    return raised.value.text


def test_front_matter_and_paragraphs_are_read_by_heading() -> None:
    text = read("\n## Ausgangslage\n\nErster Satz,\nnoch derselbe Absatz.\n\nZweiter Absatz.\n\n## Ausblick\nEnde.\n")
    assert text.fields.text("art") == "Kenntnisnahme"
    assert text.fields.day("sitzung_am") == date(2026, 5, 11)
    assert text.paragraphs("Ausgangslage") == ("Erster Satz, noch derselbe Absatz.", "Zweiter Absatz.")
    assert [section.title for section in text.sections] == ["Ausgangslage", "Ausblick"]


def test_a_section_that_is_not_written_has_no_paragraphs() -> None:
    text = read("## Ausblick\n\n\n")
    assert text.paragraphs("Ausblick") == ()
    assert text.paragraphs("Ausgangslage") == ()


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing() -> None:
    body = "## Ausblick\n\nEin Satz.\n"
    text = read_narrative("\ufeff" + (FRONT + body).replace("\n", "\r\n"), "text.md")
    assert text.sections == read(body).sections


def test_signs_of_other_formats_stay_what_they_are() -> None:
    # an ampersand and pointed brackets inside a sentence are ordinary signs
    assert read("## A\nMüller & Söhne <GbR> zahlen 5 %.\n").paragraphs("A") == ("Müller & Söhne <GbR> zahlen 5 %.",)


@pytest.mark.parametrize("line", ["# Titel", "### Tiefer", "* Punkt", "- Punkt", "> Zitat", "| Tabelle", "<b>fett</b>"])
def test_a_markup_that_is_not_understood_is_refused_with_its_line(line: str) -> None:
    # front matter 4 lines, heading line 5, the mark-up stands in line 6
    assert refused(f"## A\n{line}\n").startswith(
        f"vorlagen/text.md, Zeile 6: Diese Auszeichnung ist nicht vorgesehen: „{line}“"
    )


def test_text_before_the_first_heading_is_refused_with_its_line() -> None:
    assert refused("\nOhne Überschrift.\n") == "vorlagen/text.md, Zeile 6: Vor dem Text fehlt eine Überschrift."


def test_a_sign_that_cannot_be_printed_is_refused_with_its_line() -> None:
    assert refused("## A\n\nGlocke \x07\n").startswith("vorlagen/text.md, Zeile 7:")


@pytest.mark.parametrize("front", ["", "art = 1\n", '+++\nart = "x"\n'])
def test_a_text_without_front_matter_is_refused(front: str) -> None:
    assert "Zeile 1: Der Vorspann zwischen zwei Zeilen +++ fehlt" in refused("## A\nSatz.\n", front)


def test_a_broken_front_matter_is_refused() -> None:
    assert "Der Vorspann ist nicht lesbar" in refused("## A\nSatz.\n", '+++\nart = "offen\n+++\n')


def test_a_missing_field_of_the_front_matter_names_file_and_key() -> None:
    with pytest.raises(UnreadableError, match=r"vorlagen/text\.md: „gremium“ fehlt"):
        read("## A\nSatz.\n").fields.text("gremium")
