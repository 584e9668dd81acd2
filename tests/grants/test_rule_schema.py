"""The shipped JSON Schema of a rule file: it accepts what the reader accepts and refuses what is wrong in shape."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from grants.law.clause import Status
from grants.law.names import CHOICES, FUNDING_TYPES, PRINCIPLES, QUANTITIES, Subject
from grants.law.programme_file import read_rule_set
from grants.law.rounding import RoundingPolicy
from grants.law.rules import FundingType, SettlementMethod, Side, Unit
from ledger.cost import CostKind
from ledger.finding import UnreadableError
from ledger.staff import PositionRole, Qualification
from tests.grants.test_rule_files import FILE, REFUSED, SHIPPED, all_tables, changed

if TYPE_CHECKING:
    from enum import EnumMeta

SCHEMA: dict[str, Any] = json.loads((resources.files("grants.law") / "programm.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
PROPERTIES, QUANTITY = SCHEMA["properties"], SCHEMA["$defs"]["groesse"]["properties"]
# What a schema cannot see: days and values in relation to each other, and the reading of a number.
RELATIONS = {
    "a day without a value",
    "a first day without a value",
    "a day of knowledge without a value",
    "two values for one day",
    "a value beyond the version",
    "a value known before the version",
    "a value that stands twice",
    "a key of nobody",
    "a key of a whole town",
    "a million months",
    "more than one post as a part of a post",
    "a part of a post beyond four places",
    "arrivals before all times",
    "arrivals that end before they begin",
    "a training that ends before it begins",
    "a state amount of nothing",
    "posts handed to the programme itself",
    "an amount with a point",
    "a negative amount",
    "half a month",
    "more than the whole",
    "a value the frame needs is missing",
    "a value the settlement per person needs is missing",
    "a value that ends before the procedure",
    "a principle is missing",
    "days without a procedure",
    "an undecided kind",
    "a kind undecided for one role",
    "a kind undecided for some days",
    "a kind decided twice",
    "a role of two programmes",
    "ends before it begins",
}


def as_json(value: object) -> object:
    """Return parsed TOML as JSON has it: a day is a text."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rule_file_fits_the_schema(name: str) -> None:
    VALIDATOR.validate(as_json(SHIPPED[name]))


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in RELATIONS and name != "a day as a text"])
def test_what_the_reader_refuses_in_shape_the_schema_refuses_too(name: str) -> None:
    assert not VALIDATOR.is_valid(as_json(changed(REFUSED[name][0])))


@pytest.mark.parametrize("name", sorted(RELATIONS))
def test_the_reader_refuses_more_than_a_schema_can_see(name: str) -> None:
    data = changed(REFUSED[name][0])
    assert VALIDATOR.is_valid(as_json(data))
    with pytest.raises(UnreadableError):
        read_rule_set(data, FILE)


@pytest.mark.parametrize("number", range(len(all_tables(SHIPPED[FILE]))))
def test_no_table_takes_an_unknown_key(number: int) -> None:
    def misspell(data: dict[str, Any]) -> None:
        all_tables(data)[number]["gilt_bsi"] = date(2025, 12, 31)

    assert not VALIDATOR.is_valid(as_json(changed(misspell)))


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        (PROPERTIES["status"], Status),
        (PROPERTIES["verfahren"]["items"]["properties"]["methode"], SettlementMethod),
        (PROPERTIES["verfahren"]["items"]["properties"]["finanzierungsart"], FundingType),
        (PROPERTIES["ausgabe"]["items"]["properties"]["art"], CostKind),
        (PROPERTIES["ausgabe"]["items"]["properties"]["aufgaben"]["items"], PositionRole),
        (PROPERTIES["andere_programme"]["items"]["properties"]["aufgabe"], PositionRole),
        (QUANTITY["einheit"], Unit),
        (QUANTITY["rundung"], RoundingPolicy),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_the_schema_knows_every_word_of_the_program(stated: dict[str, Any], known: EnumMeta) -> None:
    assert stated["enum"] == [member.value for member in known]  # type: ignore[var-annotated]


def test_the_schema_knows_every_name_with_its_unit_its_roundings_and_its_choices() -> None:
    assert QUANTITY["name"]["enum"] == list(QUANTITIES)
    stated = [each["properties"] for each in SCHEMA["$defs"]["groesse"]["oneOf"]]
    assert [(each["name"]["const"], each["einheit"]["const"], tuple(each["rundung"]["enum"])) for each in stated] == [
        (name, quantity.unit.value, tuple(policy.value for policy in quantity.roundings))
        for name, quantity in QUANTITIES.items()
    ]
    assert PROPERTIES["grundsatz"]["items"]["properties"]["name"]["enum"] == list(PRINCIPLES)
    assert PROPERTIES["ausgabe"]["items"]["properties"]["seite"]["enum"] == [
        side.value for side in Side if side is not Side.OTHER_PROGRAMME
    ]
    choices = {
        rule["if"]["properties"]["name"]["const"]: tuple(
            rule["then"]["properties"]["wert"]["items"]["properties"]["wert"]["enum"]
        )
        for rule in SCHEMA["$defs"]["groesse"]["allOf"]
    }
    assert choices == CHOICES


def test_the_schema_knows_for_whom_each_value_holds_and_between_which_limits() -> None:
    stated = {each["properties"]["name"]["const"]: each for each in SCHEMA["$defs"]["groesse"]["oneOf"]}
    of_all = {name for name, each in stated.items() if each["properties"].get("fuer") is False}
    assert of_all == {name for name, quantity in QUANTITIES.items() if quantity.subject is Subject.ALL}
    assert {name for name, each in stated.items() if each.get("required") == ["fuer"]} == set(stated) - of_all
    assert stated["festbetrag"]["properties"]["fuer"]["enum"] == [each.value for each in Qualification]
    assert {name: each.get("description") for name, each in stated.items()} == {
        name: f"Möglich ist ein Wert {quantity.limits.words(quantity.unit)}." if quantity.limits else None
        for name, quantity in QUANTITIES.items()
    }


def test_the_schema_knows_which_types_of_funding_a_procedure_has() -> None:
    pairs = [each["properties"] for each in PROPERTIES["verfahren"]["items"]["oneOf"]]
    assert {each["methode"]["const"]: each["finanzierungsart"]["enum"] for each in pairs} == {
        method.value: [funding.value for funding in types] for method, types in FUNDING_TYPES.items()
    }
    assert set(FUNDING_TYPES) == set(SettlementMethod)


@pytest.mark.parametrize("number", ["4.1.1", "§ 12 Abs. 2 FlüAG", "Anlage 3", "§§ 12, 13 FlüAG", " 5.3 "])
def test_a_number_of_a_clause_fits_the_schema(number: str) -> None:
    assert VALIDATOR.is_valid(as_json(changed(lambda data: data.update(nr=number))))


def described(schema: object) -> list[object]:
    """Return every table of the schema with its keys."""
    if isinstance(schema, list):
        return [table for each in schema for table in described(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema["properties"]] if schema.get("additionalProperties") is False else []
    return [*own, *(table for key, each in schema.items() if key != "if" for table in described(each))]


def test_every_key_is_described_in_german() -> None:
    for table in described(SCHEMA):
        assert isinstance(table, dict)
        for key, value in table.items():
            target = value.get("items", value) if "description" not in value else value
            target = SCHEMA["$defs"][target["$ref"].rpartition("/")[2]] if "$ref" in target else target
            assert target["description"].endswith("."), key
