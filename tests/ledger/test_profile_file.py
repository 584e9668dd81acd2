"""Profiles as TOML: strict, with a refusal that names file and key, and nothing lost on the way."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cost import Assignment, CostKind, RevenueKind, WageGroup
from ledger.finding import UnreadableError
from ledger.imports.header import normal_title
from ledger.imports.kinds import SCHEMAS, FileKind
from ledger.imports.meaning import Signs
from ledger.imports.profile import Profile
from ledger.imports.profile_file import MONTHS, shipped_profiles
from tests.ledger.small_files import PROPERTY, YEAR, is_german_sentence
from tests.ledger.small_profiles import INDICATORS, PAYROLL, RETURN, STAFFING, profile


def refused(text: str) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        profile(text)
    fact = caught.value.text.removeprefix("profile/kreis.toml: ")
    assert fact != caught.value.text
    assert fact.endswith(".")
    assert is_german_sentence(caught.value.remedy)
    return caught.value


def test_a_profile_says_titles_signs_and_assignments() -> None:
    read = profile(
        PAYROLL.replace("[spalten]", 'summenzeilen = ["Teilsumme"]\nnicht_gebucht = ["KST"]\n[spalten]')
        + '[lohnarten]\nA1 = "Entgelt"\nZ9 = "Leistungen Dritter"\n'
    )
    assert (read.name, read.kind, read.own) == ("Lohn des Kreises", FileKind.PAYROLL, True)
    assert read.columns == {
        "staff_number": ("ID",),
        "paid_in": ("Monat",),
        "wage_type": ("LA",),
        "amount": ("EUR",),
    }
    assert read.signs == Signs(costs_are_positive=True, revenues_are_positive=False)
    assert read.assignments == {
        "A1": Assignment(CostKind.PERSONNEL, WageGroup.GROSS_PAY),
        "Z9": Assignment(RevenueKind.THIRD_PARTY),
    }
    assert (read.total_labels, read.unbooked) == (("Teilsumme",), ("KST",))


def test_the_labels_of_total_rows_reach_the_reading_of_the_table() -> None:
    read = profile(PAYROLL.replace("[spalten]", 'summenzeilen = ["Teilsumme"]\n[spalten]'))
    assert read.format(YEAR).total_labels == ("Teilsumme",)


# One provoking profile for every message

REFUSALS = {
    "unknown key": ('stil = "neu"\n' + PAYROLL, "„stil“ ist nicht vorgesehen.", "lohnarten"),
    "section of another kind": (PAYROLL + '[sachkonten]\n"1" = "Fortbildung"', "„sachkonten“ ist nicht", "lohnarten"),
    "unknown field": (PAYROLL.replace("betrag", "betraege"), "„spalten.betraege“ ist nicht vorgesehen.", "betrag"),
    "field that stands above": (
        PAYROLL.replace("betrag", 'foerderjahr = ["Jahr"]\nbetrag'),
        "„spalten.foerderjahr“ ist nicht vorgesehen.",
        "betrag",
    ),
    "unknown kind": (PAYROLL.replace('"Lohnjournal"', '"Lohn"'), "„art“ darf nicht „Lohn“ sein.", "Umbuchung"),
    "no name": (PAYROLL.replace('name = "Lohn des Kreises"', ""), "„name“ fehlt.", "Text"),
    "empty name": (PAYROLL.replace('"Lohn des Kreises"', '"  "'), "„name“ ist kein Text.", "Text"),
    "name that is a number": (PAYROLL.replace('"Lohn des Kreises"', "7"), "„name“ ist kein Text.", "Text"),
    "name nobody can print": (PAYROLL.replace("des", "\\u202e"), "„name“ ist kein gültiger Text", "neu eintippen"),
    "titles that are no list": (
        PAYROLL.replace('["EUR"]', '"EUR"'),
        "„spalten.betrag“ ist keine Liste von Texten.",
        '["Betrag"',
    ),
    "empty list": (PAYROLL.replace('["EUR"]', "[]"), "„spalten.betrag“ ist keine Liste von Texten.", '["Betrag"'),
    "title that is a number": (PAYROLL.replace('["EUR"]', "[7]"), "„spalten.betrag“ ist kein Text.", "Text"),
    "section that is none": (
        PAYROLL.replace("[spalten]", 'festwerte = "ja"\n[spalten]'),
        "„festwerte“ ist kein Abschnitt.",
        "[festwerte]",
    ),
    "required fields missing": (
        PAYROLL.replace('lohnart = ["LA"]', "").replace('betrag = ["EUR"]', ""),
        "„spalten“ lässt offen, wo diese Felder stehen: lohnart, betrag.",
        "[festwerte]",
    ),
    "title twice for one field": (
        PAYROLL.replace('["EUR"]', '["EUR", " eur "]'),
        "„betrag“ nennt die Überschrift „eur“ doppelt.",
        "nur einmal",
    ),
    "title of two fields": (
        PAYROLL.replace('["EUR"]', '["la"]'),
        "„betrag“ nennt die Überschrift „la“ auch für „lohnart“.",
        "nur einmal",
    ),
    "title that is passed over": (
        PAYROLL.replace("[spalten]", 'nicht_gebucht = ["LA"]\n[spalten]'),
        "„nicht_gebucht“ nennt die Überschrift „LA“ auch für „lohnart“.",
        "nur einmal",
    ),
    "label of two fields": (
        RETURN.replace('["Schlüssel"]', '["Wer"]'),
        "„traegerschluessel“ nennt die Überschrift „Wer“ auch für „traeger“.",
        "nur einmal",
    ),
    "field in two places": (
        PAYROLL + '[festwerte]\nlohnart = "1010"',
        "„lohnart“ ist im Profil zweimal geregelt.",
        "nur an einer Stelle",
    ),
    "month beside month columns": (
        PAYROLL + '[monatsspalten]\njanuar = ["01"]',
        "„abrechnungsmonat“ ist im Profil zweimal geregelt.",
        "nur an einer Stelle",
    ),
    "unknown month": (
        PAYROLL.replace("betrag", "leistungsmonat") + '[monatsspalten]\nmärz = ["03"]'.replace("märz", '"märz"'),
        "„monatsspalten.märz“ ist nicht vorgesehen.",
        "maerz",
    ),
    "sum of the row without month columns": (
        PAYROLL.replace("betrag", 'zeilensumme = ["Summe"]\nbetrag'),
        "„zeilensumme“ gehört nur zu Monatsspalten.",
        "[monatsspalten]",
    ),
    "two ways to spread": (
        INDICATORS + '[kennzahlen]\n"Pläne" = ["Pläne"]\n[monatsspalten]\njanuar = ["01"]',
        "„monatsspalten“ steht neben [kennzahlen].",
        "nur einen",
    ),
    "constant that cannot be read": (
        PAYROLL.replace('lohnart = ["LA"]', "") + '[festwerte]\nlohnart = "=1"',
        "„festwerte.lohnart“ (=1): Die Nummer enthält unzulässige Zeichen.",
        "Nummer",
    ),
    "required field that may lack": (
        PAYROLL.replace("[spalten]", 'darf_fehlen = ["betrag"]\n[spalten]'),
        "„darf_fehlen“ nennt „betrag“",
        "keine",
    ),
    "unnamed field that may lack": (
        PAYROLL.replace("[spalten]", 'darf_fehlen = ["zahltag"]\n[spalten]'),
        "„darf_fehlen“ nennt „zahltag“",
        "keine",
    ),
    "no signs": (PAYROLL.replace('einnahmen = "negativ"', ""), "„vorzeichen.einnahmen“ fehlt", "positiv oder negativ"),
    "unknown sign": (PAYROLL.replace('"negativ"', '"minus"'), "„vorzeichen.einnahmen“ fehlt", "positiv oder negativ"),
    "unknown assignment": (
        PAYROLL + '[lohnarten]\n"1" = "Gehalt"',
        "„lohnarten.1“ darf nicht „Gehalt“ sein.",
        "Entgelt",
    ),
    "hours and share at once": (
        STAFFING + 'wochenstunden = ["H"]\nvollzeitstunden = ["VH"]\nvzae = ["VZÄ"]',
        "„spalten“ nennt nicht genau einen der möglichen Wege.",
        "wochenstunden und vollzeitstunden oder vzae oder beschaeftigungsgrad",
    ),
    "half of an alternative": (
        STAFFING + 'wochenstunden = ["H"]',
        "„spalten“ nennt nicht genau einen der möglichen Wege.",
        "vzae",
    ),
    "too few columns": (
        INDICATORS.replace("[spalten]", "[angaben]") + 'kennzahl = ["K"]\n[spalten]\nanzahl = ["Zahl"]',
        "„spalten“ nennt zu wenige Spalten, um eine Datei daran zu erkennen.",
        "zwei",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_profile_that_cannot_be_meant_is_refused_with_key_and_remedy(name: str) -> None:
    text, fact, remedy = REFUSALS[name]
    refusal = refused(text)
    assert refusal.text.removeprefix("profile/kreis.toml: ").startswith(fact)
    assert remedy in refusal.remedy


# What is shipped


def test_every_kind_of_file_has_a_shipped_profile() -> None:
    assert {profile.kind for profile in shipped_profiles()} == set(FileKind)
    assert len({profile.name for profile in shipped_profiles()}) == len(shipped_profiles()) == 9
    assert not any(profile.own for profile in shipped_profiles())


@pytest.mark.parametrize("kind", FileKind, ids=lambda kind: kind.value)
def test_every_field_has_a_key_of_its_own_that_toml_can_write(kind: FileKind) -> None:
    keys = [field.key for field in SCHEMAS[kind].fields]
    assert len(set(keys)) == len(keys)
    assert all(set(key) <= {*string.ascii_lowercase, "_"} for key in keys)


# Written out and read again it is the same profile


def toml(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    assert isinstance(value, tuple | frozenset)
    return "[" + ", ".join(map(toml, value)) + "]"


def write(profile: Profile) -> str:
    """Write a profile as TOML, in another way than the program reads it."""
    schema = SCHEMAS[profile.kind]
    keys = {field.name: field.key for field in schema.fields}
    lines = [f"name = {toml(profile.name)}", f"art = {toml(profile.kind.value)}"]
    lacking = tuple(keys[name] for name in profile.may_lack)
    for key, values in (
        ("summenzeilen", profile.total_labels),
        ("nicht_gebucht", profile.unbooked),
        ("darf_fehlen", lacking),
    ):
        lines += [f"{key} = {toml(values)}"] if values else []

    def section(name: str, values: Mapping[str, Any]) -> None:
        if values:
            lines.append(f"[{name}]")
            lines.extend(f"{toml(key)} = {toml(value)}" for key, value in values.items())

    section("spalten", {keys[name]: titles for name, titles in profile.columns.items()})
    section("angaben", {keys[name]: titles for name, titles in profile.labels.items()})
    section("festwerte", {keys[name]: str(value) for name, value in profile.constants.items()})
    if profile.spread:
        names: dict[int | str, str] = dict(enumerate(MONTHS, start=1))
        spread = {names.get(each.stands_for, str(each.stands_for)): each.titles for each in profile.spread_columns}
        section(profile.spread.section, spread)
    if schema.signed:
        words = {True: "positiv", False: "negativ"}
        signs = profile.signs
        section(
            "vorzeichen",
            {"ausgaben": words[signs.costs_are_positive], "einnahmen": words[signs.revenues_are_positive]},
        )
    meant = {code: str((each.group or each.kind).value) for code, each in profile.assignments.items()}
    section(schema.codes, meant)
    return "\n".join(lines)


@pytest.mark.parametrize("shipped", shipped_profiles(), ids=lambda profile: profile.name)
def test_a_shipped_profile_written_out_and_read_again_is_the_same(shipped: Profile) -> None:
    assert profile(write(shipped)) == replace(shipped, own=True)


# Every letter up to U+024F can be printed.
LATIN = st.characters(max_codepoint=0x24F, categories=["L", "N", "P", "S", "Zs"])
TITLES = st.text(LATIN, min_size=1, max_size=20).filter(
    lambda text: text == " ".join(text.split()) == unicodedata.normalize("NFC", text)
)
CODES = st.dictionaries(
    st.text(string.ascii_letters + string.digits, min_size=1, max_size=6), st.sampled_from(Assignment.names())
)


SIGNS = st.builds(Signs, st.booleans(), st.booleans())


@given(st.lists(TITLES, min_size=8, max_size=8, unique_by=normal_title), SIGNS, CODES, st.sampled_from(["1010", ""]))
@PROPERTY
def test_a_profile_written_out_and_read_again_is_the_same(
    titles: list[str], signs: Signs, codes: dict[str, str], constant: str
) -> None:
    columns = dict(zip(("staff_number", "paid_in", "amount", "wage_text"), ((t,) for t in titles), strict=False))
    wage_type = {"wage_type": (titles[4], titles[5])}
    meant = {code: Assignment.named(name) for code, name in codes.items()}
    written = Profile(
        name=titles[6],
        kind=FileKind.PAYROLL,
        columns=columns if constant else {**columns, **wage_type},
        constants={"wage_type": constant} if constant else {},
        may_lack=frozenset({"wage_text"}),
        signs=signs,
        assignments={code: each for code, each in meant.items() if each},
        unbooked=(titles[7],),
        own=True,
    )
    assert profile(write(written)) == written
