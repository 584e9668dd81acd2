"""Names the posts of a programme: how many were filled, for how many persons they stand, what is paid for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.law.rules import SettlementMethod, TimeShare, Unit
from grants.settle.programmes import KEY
from ledger.fte import Fte

if TYPE_CHECKING:
    from grants.settle.programme_names import ProgrammeNames
    from grants.settle.programmes import ProgrammeAccount


def name_posts(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State the posts filled in the year; a programme without posts of its own has none of these figures."""
    terms = account.terms
    rules, day = terms.rules, terms.first_day
    if not terms.counted_roles:
        return
    method, clause = rules.time_share(day)
    parts_of_months = "Tagen" if method is TimeShare.DAYS else "vollen Monaten"
    words = f"Stellenanteile im Mittel der zwölf Monate, Teile eines Monats nach {parts_of_months}"
    filled = Fte.from_ratio(account.filled)
    names.value("vzae", filled, words, clauses=(clause,), rounding=RoundingPolicy.FOUR_DECIMALS)
    shown = rounded_decimal(account.filled, RoundingPolicy.ONE_DECIMAL)
    names.number("stellen", (shown, "Stellen"), "VZÄ, wie Vorlagen sie nennen", RoundingPolicy.ONE_DECIMAL, ("vzae",))
    if terms.method.settlement is SettlementMethod.LUMP_SUM:
        rate, clause = rules.money("stellenpauschale", day)
        names.value("pauschale", rate, "Pauschale je Stelle und Jahr", clauses=(clause,))
    if rules.has(KEY, day):
        _name_key(names, account)


def _name_key(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State the key, for how many persons the filled posts stand, and how many posts the persons of the award fund."""
    key = account.terms.rules.value(KEY, account.terms.first_day)
    exact = rounded_decimal(key.value.number, RoundingPolicy.EXACT)
    words = "Betreuungsschlüssel: Personen, für die eine volle Stelle erstattet wird"
    names.number("schluessel", (exact, Unit.PERSONS_PER_FTE.value), words, RoundingPolicy.EXACT, clauses=(key.clause,))
    policy = RoundingPolicy.WHOLE if key.value.rounding is RoundingPolicy.EXACT else key.value.rounding
    persons = rounded_decimal(account.filled * key.value.number, policy)
    words = "VZÄ × Betreuungsschlüssel: Personen, für die die besetzten Stellen reichen"
    names.number("personen_nach_schluessel", (persons, "Personen"), words, policy, ("vzae", "schluessel"))
    if account.refinanced is None or account.terms.award.persons is None:
        return
    names.value("personen", account.terms.award.persons, "Personen laut Bescheid")
    words = "Personen laut Bescheid ÷ Betreuungsschlüssel: Stellen, die erstattet werden"
    funded = Fte.from_ratio(account.refinanced)
    parts, rounding = ("personen", "schluessel"), RoundingPolicy.FOUR_DECIMALS
    names.value("vzae_refinanziert", funded, words, parts, (key.clause,), rounding)
