"""A document of the office, field by field: what does not fit is refused with file, key and remedy."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grants.settle.documents import Fields
from ledger.finding import UnreadableError
from tests.grants.builders import eur

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "bescheide/rahmen.toml"


def fields(toml: str) -> Fields:
    return Fields(FILE, tomllib.loads(toml))


def refusal(read: Callable[[], object]) -> UnreadableError:
    with pytest.raises(UnreadableError) as raised:
        read()
    return raised.value


def test_every_kind_of_field_is_read_as_the_office_writes_it() -> None:
    document = fields(
        'name = " Stadt  "\nbetrag = "923.907,00"\njahr = 2025\nvorab = true\ndatum = 2024-03-22\n'
        'gemeinden = ["08999001", "08999002"]\n'
    )
    assert document.text("name") == "Stadt"
    assert document.amount("betrag") == eur("923907.00")
    assert document.whole("jahr") == 2025
    assert document.flag("vorab") is True
    assert document.day("datum") == date(2024, 3, 22)
    assert document.texts("gemeinden") == ("08999001", "08999002")


def test_a_missing_field_is_refused_with_file_key_and_what_is_expected() -> None:
    problem = refusal(lambda: fields("").amount("betrag"))
    assert problem.text == "bescheide/rahmen.toml: „betrag“ fehlt."
    assert problem.remedy == 'Erwartet wird ein Betrag in Anführungszeichen, etwa "923.907,00".'


def test_a_field_of_a_section_is_named_with_its_section() -> None:
    problem = refusal(lambda: fields("[bank]\n").table("bank").text("iban"))
    assert "„bank.iban“ fehlt" in problem.text


def test_a_field_of_a_repeated_section_is_named_with_its_section() -> None:
    document = fields("[[plan.ausgaben]]\n")
    problem = refusal(lambda: document.table("plan").tables("ausgaben")[0].text("art"))
    assert "„plan.ausgaben.art“ fehlt" in problem.text


@pytest.mark.parametrize("written", ["923907.00", "923907"])
def test_an_amount_without_quotes_is_refused(written: str) -> None:
    assert "„betrag“ hat eine falsche Form" in refusal(lambda: fields(f"betrag = {written}").amount("betrag")).text


@pytest.mark.parametrize("written", ["923907.00", "923.907", "viel"])
def test_an_amount_that_is_not_written_in_german_is_refused_and_shown(written: str) -> None:
    assert f"„betrag“ ({written}):" in refusal(lambda: fields(f'betrag = "{written}"').amount("betrag")).text


@pytest.mark.parametrize("written", ['"2025"', "2025.0", "true"])
def test_a_whole_number_is_no_text_no_fraction_and_no_yes(written: str) -> None:
    assert "hat eine falsche Form" in refusal(lambda: fields(f"jahr = {written}").whole("jahr")).text


@pytest.mark.parametrize("written", ['"2025-12-31"', "2025-12-31T08:00:00", "20251231"])
def test_a_day_is_a_date_without_time_and_without_quotes(written: str) -> None:
    problem = refusal(lambda: fields(f"datum = {written}").day("datum"))
    assert "ein Datum wie 2025-12-31 ohne Anführungszeichen" in problem.remedy


@pytest.mark.parametrize("written", ['"ja"', "1"])
def test_yes_and_no_are_written_true_and_false(written: str) -> None:
    assert "true oder false" in refusal(lambda: fields(f"vorab = {written}").flag("vorab")).remedy


def test_an_empty_text_is_refused_unless_it_may_be_empty() -> None:
    document = fields('zusatz = "  "')
    assert "ist leer" in refusal(lambda: document.text("zusatz")).text
    assert document.text("zusatz", may_be_empty=True) == ""


def test_a_text_that_cannot_be_printed_is_refused() -> None:
    assert "ist kein gültiger Text" in refusal(lambda: Fields(FILE, {"name": "Stadt\x07"}).text("name")).text


def test_a_choice_names_what_is_allowed() -> None:
    problem = refusal(lambda: fields('restmittel = "land"').choice("restmittel", ("kreis", "verfallen", "alle")))
    assert problem.text == "bescheide/rahmen.toml: „restmittel“ darf nicht „land“ sein."
    assert problem.remedy == "Erlaubt sind: kreis, verfallen, alle."


@pytest.mark.parametrize("written", ["[]", '["08999001", ""]', "[8999001]", '"08999001"'])
def test_a_list_of_texts_holds_texts_and_is_not_empty(written: str) -> None:
    assert "„gemeinden“" in refusal(lambda: fields(f"gemeinden = {written}").texts("gemeinden")).text


# DE89 … is the example of the ECBS; NL and MT have letters in the account; the last is written without blanks.
@pytest.mark.parametrize(
    "written",
    [
        "DE89 3704 0044 0532 0130 00",
        "NL91 ABNA 0417 1643 00",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "de89370400440532013000",
    ],
)
def test_an_iban_with_right_check_digits_is_read_as_it_is_written(written: str) -> None:
    assert fields(f'iban = "{written}"').iban("iban") == written


@pytest.mark.parametrize(
    "written",
    ["DE88 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01", "DE89 3704 0044 0523 0130 00", "DE89", "DE89-3704"],
)
def test_an_iban_with_a_wrong_digit_is_refused_and_shown(written: str) -> None:
    problem = refusal(lambda: fields(f'iban = "{written}"').iban("iban"))
    assert problem.text == f"bescheide/rahmen.toml: „iban“ „{written}“ ist keine gültige IBAN."


def test_a_key_that_nothing_reads_is_refused_with_those_that_are_read() -> None:
    problem = refusal(lambda: fields("restmitel = 1").refuse_unknown(("restmittel",)))
    assert problem.text == "bescheide/rahmen.toml: „restmitel“ ist nicht vorgesehen."
    assert problem.remedy == "Vorgesehen sind: restmittel."


@pytest.mark.parametrize("toml", ["bank = 1", "[[bank]]"])
def test_a_section_that_is_none_is_refused(toml: str) -> None:
    assert "hat eine falsche Form" in refusal(lambda: fields(toml).table("bank")).text


def test_a_repeated_section_that_is_none_is_refused() -> None:
    assert "Bitte Abschnitte [[ausgaben]]" in refusal(lambda: fields("ausgaben = [1]").tables("ausgaben")).remedy


@pytest.mark.parametrize("year", ["0", "99999", "1949", "3000", str(10**20)])
def test_a_year_that_no_document_is_about_is_refused(year: str) -> None:
    problem = refusal(lambda: fields(f"jahr = {year}").year("jahr"))
    assert problem.text == "bescheide/rahmen.toml: „jahr“ ist kein Jahr zwischen 1950 und 2999."


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01"])
def test_a_day_that_no_document_is_about_is_refused(day: str) -> None:
    problem = refusal(lambda: fields(f"datum = {day}").day("datum"))
    assert problem.text.startswith("bescheide/rahmen.toml: „datum“ liegt mit dem Jahr ")


@pytest.mark.parametrize("number", ["0", "-5", "10000", str(10**20)])
def test_a_number_of_a_version_or_of_days_is_counted_from_one(number: str) -> None:
    assert refusal(lambda: fields(f"fassung = {number}").count("fassung")).text.endswith("zwischen 1 und 9999.")
    assert fields("fassung = 1").count("fassung") == 1


def test_a_refusal_says_which_of_several_sections_of_the_same_name_it_is() -> None:
    toml = '[[person]]\nvzae = "0,5"\n[[person]]\nvzae = 0.5\n[person.bank]\nbic = 7'
    first, second = fields(toml).tables("person")
    assert first.text("vzae") == "0,5"
    assert "2. Abschnitt [[person]]: „person.vzae“ hat eine falsche Form." in refusal(lambda: second.text("vzae")).text
    bank = second.table("bank")
    assert "2. Abschnitt [[person]]: „person.bank.bic“ hat" in refusal(lambda: bank.text("bic")).text
    (only,) = fields("[[person]]\nvzae = 0.5").tables("person")
    assert "„person.vzae“ hat eine falsche Form." in refusal(lambda: only.text("vzae")).text
