"""Planning frames, agreements and grants: a key that nothing reads and a value that cannot be are refused."""

from __future__ import annotations

import tomllib

import pytest

from grants.settle.award import read_agreement, read_frame
from grants.settle.documents import Fields
from grants.settle.grant_award import read_grant_award
from ledger.finding import UnreadableError
from tests.grants.small_programmes import SOCIAL_WORK
from tests.grants.test_award import AGREEMENT, FRAME

FIRST_AMOUNT = 'betrag = "923.907,00"'
FRAMES = {
    "an unknown key": ("fassung = 2", "fassung = 2\nunsinn = 1", "„unsinn“ ist nicht vorgesehen"),
    "a negative frame": (FIRST_AMOUNT, 'betrag = "-5,00"', "„betrag“ ist nicht größer als null"),
    "a frame of nothing": (FIRST_AMOUNT, 'betrag = "0,00"', "„betrag“ ist nicht größer als null"),
    "a negative version": ("fassung = 2", "fassung = -2", "„fassung“ liegt nicht zwischen 1 und 9999"),
    "a year without calendar": ("jahr = 2025", "jahr = 99999", "„jahr“ ist kein Jahr"),
    "an unknown key of the authority": ('ort = "', 'fax = "1"\nort = "', "„bewilligungsstelle.fax“ ist nicht"),
    "an unknown part of the plan": (
        "[bewilligungsstelle]",
        "[[finanzierungsplan.reserve]]\n[bewilligungsstelle]",
        "„finanzierungsplan.reserve“ ist nicht vorgesehen",
    ),
    "an unknown key of a line": (
        'art = "Landeszuwendung"',
        'art = "Landeszuwendung"\nprozent = 1',
        "„finanzierungsplan.einnahmen.prozent“ ist nicht vorgesehen",
    ),
    "a negative line": (
        'betrag = "5.000,00"',
        'betrag = "-5.000,00"',
        "„finanzierungsplan.ausgaben.betrag“ ist negativ",
    ),
}
AGREEMENTS = {
    "an unknown key": ("faellig_tage", "unsinn = 1\nfaellig_tage", "„unsinn“ ist nicht vorgesehen"),
    "days to pay before the payment": ("faellig_tage = 30", "faellig_tage = -5", "„faellig_tage“ liegt nicht zwischen"),
    "an unknown key of the account": ("[bank]", "[bank]\nbic = 'X'", "„bank.bic“ ist nicht vorgesehen"),
    "an unknown key of the address": ("[anschrift]", "[anschrift]\nfax = 'X'", "„anschrift.fax“ ist nicht vorgesehen"),
}


def refusal(read: object, text: str, old: str, new: str) -> str:
    assert old in text
    with pytest.raises(UnreadableError) as raised:
        read(Fields("bescheide/datei.toml", tomllib.loads(text.replace(old, new, 1))))  # type: ignore[operator]
    return raised.value.text


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_cannot_be_is_refused(name: str) -> None:
    old, new, wanted = FRAMES[name]
    assert wanted in refusal(read_frame, FRAME, old, new)


@pytest.mark.parametrize("name", AGREEMENTS)
def test_an_agreement_that_cannot_be_is_refused(name: str) -> None:
    old, new, wanted = AGREEMENTS[name]
    assert wanted in refusal(read_agreement, AGREEMENT, old, new)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('traeger = "08999"', 'traeger = "../../x"', "„../../x“ ist kein Schlüssel"),
        ("fassung = 1", "fassung = -1", "„fassung“ liegt nicht zwischen 1 und 9999"),
        ("jahr = 2025", f"jahr = {10**20}", "„jahr“ ist kein Jahr"),
    ],
)
def test_a_grant_that_cannot_be_is_refused(old: str, new: str, wanted: str) -> None:
    assert wanted in refusal(read_grant_award, SOCIAL_WORK, old, new)
