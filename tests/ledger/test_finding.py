"""Findings and refusals speak to a clerk: place first, whole sentences, how many at once."""

from __future__ import annotations

import pytest

from ledger.finding import ConflictError, FindingsError, Place, error, hint


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("lohn.csv"), "lohn.csv"),
        (Place("lohn.csv", row=17, column="Betrag"), "lohn.csv, Zeile 17, Spalte „Betrag“"),
        (Place("bescheide/x.toml", column="aufgaben"), "bescheide/x.toml, Angabe „aufgaben“"),
        (Place("m.xlsx", "Daten", 2, "AGS"), "m.xlsx, Blatt „Daten“, Zeile 2, Spalte „AGS“"),
        (Place("m.xlsx", "Daten"), "m.xlsx, Blatt „Daten“"),
    ],
)
def test_a_place_reads_like_the_way_to_the_cell(place: Place, words: str) -> None:
    assert place.words() == words


def test_an_error_blocks_and_a_hint_does_not() -> None:
    assert error(Place("a.csv"), "Fakt.", "Abhilfe.").blocks
    assert not hint(Place("a.csv"), "Fakt.", "Abhilfe.").blocks


def test_a_refusal_is_read_as_fact_and_remedy() -> None:
    assert str(ConflictError("Schon gebucht.", "Bitte weglassen.")) == "Schon gebucht. Bitte weglassen."
    assert str(ConflictError("Schon gebucht.")) == "Schon gebucht."


@pytest.mark.parametrize(("errors", "words"), [(1, "1 Befund."), (3, "3 Befunde.")])
def test_blocking_findings_are_counted_without_the_hints(errors: int, words: str) -> None:
    findings = [error(Place("a.csv"), "Fakt.", "Abhilfe.")] * errors
    problem = FindingsError((*findings, hint(Place("a.csv"), "Hinweis.", "Abhilfe.")), "Es wurde nichts gebucht.")
    assert problem.text == f"{words} Es wurde nichts gebucht."
    assert len(problem.findings) == errors + 1
