"""The retention plan: what it says, what is due on which day, and which plans are refused."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from grants.law.clause import Status
from grants.law.retention import (
    DataKind,
    PeriodStart,
    RetentionPlan,
    deletion_reason,
    due_data,
    read_retention_plan,
)
from grants.law.shelf import RETENTION_PLAN, shipped_retention_plan
from ledger.finding import UnreadableError

SHIPPED = tomllib.loads((resources.files("grants.law") / RETENTION_PLAN).read_text("utf-8"))
FROZEN_ON = date(2026, 3, 10)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return the shipped plan with one change."""
    data = copy.deepcopy(SHIPPED)
    change(data)
    return data


def due(today: date, frozen: dict[int, date], plan: RetentionPlan | None = None) -> dict[DataKind, tuple[int, ...]]:
    """Return the years that are due by kind of data."""
    return {each.rule.kind: each.years for each in due_data(plan or shipped_retention_plan(), today, frozen)}


def test_every_kind_of_data_has_a_rule_and_entries_and_log_are_never_deleted() -> None:
    rules = {rule.kind: rule for rule in shipped_retention_plan().rules}
    assert set(rules) == set(DataKind)
    assert {kind for kind, rule in rules.items() if not rule.is_deleted} == {DataKind.ENTRIES, DataKind.LOG}
    far = date(2999, 1, 1)
    assert not {DataKind.ENTRIES, DataKind.LOG} & set(due(far, {2025: FROZEN_ON}))


def test_no_period_is_called_proven_because_no_document_at_hand_sets_one_for_the_county() -> None:
    assert {rule.clause.status for rule in shipped_retention_plan().rules} == {Status.ASSUMED}


def test_only_clauses_that_were_seen_are_named() -> None:
    # Nr. 6.4 of the Bavarian ANBest-K: vouchers are kept five years. § 35 (3) GemHVO: the original content of an entry
    # stays ascertainable. For names and staff numbers no document with a period was seen.
    numbers = {rule.kind: rule.clause.number for rule in shipped_retention_plan().rules}
    assert numbers == {
        DataKind.ORIGINALS: "6.4",
        DataKind.INCOMING: "6.4",
        DataKind.NAMES: "unbekannt",
        DataKind.STAFF_NUMBERS: "unbekannt",
        DataKind.PERSON_DOCUMENTS: "6.4",
        DataKind.ENTRIES: "§ 35 GemHVO",
        DataKind.LOG: "unbekannt",
    }


@pytest.mark.parametrize(
    ("kind", "last_day_kept", "first_day_due"),
    [
        (DataKind.ORIGINALS, date(2031, 3, 10), date(2031, 3, 11)),
        (DataKind.INCOMING, date(2031, 3, 10), date(2031, 3, 11)),
        (DataKind.STAFF_NUMBERS, date(2031, 3, 10), date(2031, 3, 11)),
        (DataKind.PERSON_DOCUMENTS, date(2031, 3, 10), date(2031, 3, 11)),
        (DataKind.NAMES, date(2030, 12, 31), date(2031, 1, 1)),
    ],
)
def test_five_years_run_from_the_freezing_or_from_the_end_of_the_year(
    kind: DataKind, last_day_kept: date, first_day_due: date
) -> None:
    assert kind not in due(last_day_kept, {2025: FROZEN_ON})
    assert due(first_day_due, {2025: FROZEN_ON})[kind] == (2025,)


def test_a_year_frozen_on_29_february_is_due_after_28_february() -> None:
    frozen = {2027: date(2028, 2, 29)}
    assert DataKind.ORIGINALS not in due(date(2033, 2, 28), frozen)
    assert due(date(2033, 3, 1), frozen)[DataKind.ORIGINALS] == (2027,)


def test_a_year_that_is_not_frozen_is_never_due() -> None:
    assert due(date(2999, 1, 1), {}) == {}
    assert due(date(2999, 1, 1), {2025: FROZEN_ON})[DataKind.NAMES] == (2025,)


def test_a_year_waits_for_an_earlier_one_that_was_frozen_late() -> None:
    frozen = {2025: date(2029, 5, 2), 2026: date(2027, 3, 1)}
    assert DataKind.ORIGINALS not in due(date(2032, 3, 2), frozen)
    assert due(date(2034, 5, 3), frozen)[DataKind.ORIGINALS] == (2025, 2026)


def test_a_county_keeps_some_data_longer_and_some_shorter() -> None:
    plan = shipped_retention_plan().with_years({"originale": 10, "namen": 2})
    day = date(2031, 3, 11)
    assert due(date(2028, 1, 1), {2025: FROZEN_ON}, plan) == {DataKind.NAMES: (2025,)}
    assert DataKind.ORIGINALS not in due(day, {2025: FROZEN_ON}, plan)
    assert due(day, {2025: FROZEN_ON}, plan)[DataKind.STAFF_NUMBERS] == (2025,)


def test_the_reason_names_data_year_period_and_basis() -> None:
    plan = shipped_retention_plan().with_years({"namen": 1})
    found = [
        each
        for each in due_data(plan, date(2031, 3, 11), {2024: date(2025, 3, 3), 2025: FROZEN_ON})
        if each.rule.kind in (DataKind.ORIGINALS, DataKind.NAMES)
    ]
    assert deletion_reason(found) == (
        "Aufbewahrungsfrist abgelaufen: "
        "Originale der gebuchten Dateien im Buch bis 2025 (5 Jahre ab der Festschreibung, Nr. 6.4 ANBest-K (Annahme)); "
        "Namen der Beschäftigten im Buch bis 2025 (1 Jahr ab dem Ende des Förderjahres, Vorgabe des Landkreises)"
    )


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("kind missing", lambda plan: plan.pop("namen"), r"Der Abschnitt \[namen\] fehlt"),
    ("kind unknown", lambda plan: plan.update(fotos={}), "„fotos“ ist nicht vorgesehen"),
    ("no years", lambda plan: plan["namen"].pop("jahre"), r"Abschnitt \[namen\]: Unter „jahre“ fehlen die Jahre"),
    (
        "years as text",
        lambda plan: plan["namen"].update(jahre="5"),
        r"Abschnitt \[namen\]: Unter „jahre“ fehlen die Jahre",
    ),
    (
        "years as truth",
        lambda plan: plan["namen"].update(jahre=True),
        r"Abschnitt \[namen\]: Unter „jahre“ fehlen die Jahre",
    ),
    ("no year", lambda plan: plan["namen"].update(jahre=0), r"Abschnitt \[namen\]: Unter „jahre“ fehlen die Jahre"),
    ("for ever", lambda plan: plan["namen"].update(jahre=101), r"Abschnitt \[namen\]: Unter „jahre“ fehlen die Jahre"),
    ("never, yet years", lambda plan: plan["protokoll"].update(jahre=5), "obwohl nie gelöscht wird"),
    ("start unknown", lambda plan: plan["namen"].update(beginn="Austritt"), "steht „Austritt“; vorgesehen"),
    ("no words", lambda plan: plan["namen"].update(was=" "), "„was“ ist leer"),
    ("no document", lambda plan: plan["namen"].pop("dokument"), "„dokument“ fehlt"),
    ("status unknown", lambda plan: plan["namen"].update(status="sicher"), "steht „sicher“; vorgesehen"),
    ("proven unknown", lambda plan: plan["namen"].update(status="belegt"), "kann nicht belegt sein"),
    (
        "misspelt key",
        lambda plan: plan["namen"].update(jahr=5),
        r"Abschnitt \[namen\]: Die Angabe „jahr“ ist nicht vorgesehen",
    ),
]


@pytest.mark.parametrize(("change", "words"), [pytest.param(*each[1:], id=each[0]) for each in BROKEN])
def test_a_broken_plan_is_refused_with_its_name(change: Callable[[dict[str, Any]], object], words: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{re.escape(RETENTION_PLAN)}: .*{words}"):
        read_retention_plan(changed(change), RETENTION_PLAN)


def test_the_handbook_shows_every_rule_with_its_period_and_basis() -> None:
    handbook = (Path(__file__).parents[2] / "docs" / "handbuch.md").read_text("utf-8")
    for rule in shipped_retention_plan().rules:
        row = f"| {rule.what} | {rule.period()} | {rule.basis()} |".replace("\u00a0", " ")
        assert row in handbook


def test_every_start_of_a_period_is_used() -> None:
    assert {rule.start for rule in shipped_retention_plan().rules} == set(PeriodStart)
