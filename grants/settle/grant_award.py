"""The award of another programme: what was granted for a year, which bookings belong to it, and its financing plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.settle.versions import in_order
from ledger.finding import UnreadableError
from ledger.german import format_euro
from ledger.money import ZERO, Money, total
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.settle.documents import Fields
    from ledger.period import FundingYear

GRANT = "Zuwendung"
AWARD_KEYS = (
    "art",
    "programm",
    "regelfassung",
    "jahr",
    "fassung",
    "aktenzeichen",
    "datum",
    "traeger",
    "betrag",
    "aufgaben",
    "sachkonten",
    "pauschale_fuer",
    "personen",
    "massnahmen",
    "finanzierungsplan",
)
PLAN_KEYS = ("zuwendungsfaehig", "nicht_zuwendungsfaehig", "eigenmittel", "leistungen_dritter", "andere_zuwendungen")
OTHER_GRANT_KEYS = ("name", "betrag", "sachkonten")
MEASURE_KEYS = ("name", "sachkonten")


@dataclass(frozen=True, slots=True)
class OtherGrant:
    """Andere Zuwendung: what another bearer grants, and the accounts on which its payments are booked, if any."""

    name: str
    amount: Money
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrantPlan:
    """Finanzierungsplan: the spending as approved, and what covers it beside the grant itself."""

    fundable: Money
    own_share: Money
    own_funds: Money
    third_party: Money
    other_grants: tuple[OtherGrant, ...]

    @property
    def spending(self) -> Money:
        """Return all planned spending, fundable or not."""
        return self.fundable + self.own_share

    @property
    def other_cover(self) -> Money:
        """Return what covers the spending beside the grant."""
        return self.own_funds + self.third_party + total(grant.amount for grant in self.other_grants)


@dataclass(frozen=True, slots=True)
class Measure:
    """Maßnahme: a part of a programme with planned means of its own, and the accounts on which it is booked."""

    name: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrantAward:
    """Zuwendungsbescheid: one dated version of what a programme grants a carrier for a year.

    ``granted`` and ``plan`` are absent where nothing is granted beforehand. To the programme belong the costs of posts
    with one of the ``roles``, and in full what is booked on one of the accounts. A lump sum is paid for the posts with
    one of the ``lump_sum_roles``, whoever settles their costs. ``persons`` are those for whom posts are refunded.
    """

    file: str
    programme: str
    rule_version: str
    year: FundingYear
    version: int
    reference: str
    dated: date
    carrier_key: str
    granted: Money | None
    roles: tuple[PositionRole, ...]
    accounts: tuple[str, ...]
    lump_sum_roles: tuple[PositionRole, ...]
    persons: int | None
    measures: tuple[Measure, ...]
    plan: GrantPlan | None

    @property
    def other_grants(self) -> tuple[OtherGrant, ...]:
        """Return the grants of other bearers."""
        return self.plan.other_grants if self.plan else ()

    @property
    def all_accounts(self) -> tuple[str, ...]:
        """Return every account whose bookings belong to the programme."""
        return (
            *self.accounts,
            *(account for measure in self.measures for account in measure.accounts),
            *(account for grant in self.other_grants for account in grant.accounts),
        )


def read_grant_award(fields: Fields) -> GrantAward:
    """Return the award of a parsed document.

    Raises UnreadableError for an unknown, missing or impossible field, an account named twice, a plan that does not
    balance, or when no booking and no post could belong to the programme.
    """
    fields.refuse_unknown(AWARD_KEYS)
    granted = _not_negative(fields, "betrag") if "betrag" in fields.data else None
    award = GrantAward(
        file=fields.file,
        programme=fields.text("programm"),
        rule_version=fields.text("regelfassung"),
        year=fields.year("jahr"),
        version=fields.count("fassung"),
        reference=fields.text("aktenzeichen"),
        dated=fields.day("datum"),
        carrier_key=fields.carrier_key("traeger"),
        granted=granted,
        roles=_roles(fields, "aufgaben"),
        accounts=_accounts(fields),
        lump_sum_roles=_roles(fields, "pauschale_fuer") or _roles(fields, "aufgaben"),
        persons=_persons(fields),
        measures=_measures(fields),
        plan=_plan(fields, granted),
    )
    if not (award.roles or award.all_accounts or award.lump_sum_roles):
        raise fields.refuse(
            "sachkonten",
            "fehlt, und auch „aufgaben“, „massnahmen“ und „pauschale_fuer“ nennen nichts.",
            "Bitte angeben, welche Buchungen oder Stellen zu diesem Bescheid gehören.",
        )
    for account in award.all_accounts:
        if award.all_accounts.count(account) > 1:
            raise fields.refuse("sachkonten", f"nennt {account} zweimal.", "Bitte jede Nummer nur einmal angeben.")
    return award


def _roles(fields: Fields, key: str) -> tuple[PositionRole, ...]:
    if key not in fields.data:
        return ()
    known = {role.value: role for role in PositionRole}
    for name in fields.texts(key):
        if name not in known:
            raise fields.refuse(key, f"nennt „{name}“.", f"Aufgaben sind: {', '.join(known)}.")
    return tuple(dict.fromkeys(known[name] for name in fields.texts(key)))


def _accounts(fields: Fields) -> tuple[str, ...]:
    """Return the accounts and wage types of a table; their bookings are recognised by them."""
    if "sachkonten" not in fields.data:
        return ()
    for account in fields.texts("sachkonten"):
        if not re.fullmatch(r"[0-9A-Za-z./-]+", account, re.ASCII):
            raise fields.refuse(
                "sachkonten",
                f"nennt „{account}“; das ist keine Nummer.",
                "Erlaubt sind Ziffern, Buchstaben, Punkt, Schräg- und Bindestrich, wie im Journal.",
            )
    return fields.texts("sachkonten")


def _persons(fields: Fields) -> int | None:
    if "personen" not in fields.data:
        return None
    persons = fields.whole("personen")
    if persons < 0:
        raise fields.refuse("personen", f"ist mit {persons} negativ.", "Bitte die Zahl der Personen berichtigen.")
    return persons


def _measures(fields: Fields) -> tuple[Measure, ...]:
    if "massnahmen" not in fields.data:
        return ()
    measures = []
    for table in fields.tables("massnahmen"):
        table.refuse_unknown(MEASURE_KEYS)
        measures.append(Measure(table.text("name"), _accounts(table)))
    _refuse_twins(fields, "massnahmen", [measure.name for measure in measures])
    return tuple(measures)


def _plan(fields: Fields, granted: Money | None) -> GrantPlan | None:
    """Return the financing plan, None where the award has none. Raises UnreadableError when it does not balance."""
    if "finanzierungsplan" not in fields.data:
        return None
    table = fields.table("finanzierungsplan")
    table.refuse_unknown(PLAN_KEYS)
    amounts = {key: _not_negative(table, key) if key in table.data else ZERO for key in PLAN_KEYS[1:4]}
    plan = GrantPlan(
        _not_negative(table, PLAN_KEYS[0]),
        amounts["nicht_zuwendungsfaehig"],
        amounts["eigenmittel"],
        amounts["leistungen_dritter"],
        _other_grants(table),
    )
    if plan.spending != plan.other_cover + (granted or ZERO):
        raise fields.refuse(
            "finanzierungsplan",
            f"geht nicht auf: Ausgaben {format_euro(plan.spending)}, Deckung mit der Zuwendung "
            f"{format_euro(plan.other_cover + (granted or ZERO))}.",
            "Bitte Ausgaben, betrag, Eigenmittel, Leistungen Dritter und andere Zuwendungen abgleichen.",
        )
    return plan


def _other_grants(plan: Fields) -> tuple[OtherGrant, ...]:
    if "andere_zuwendungen" not in plan.data:
        return ()
    grants = []
    for table in plan.tables("andere_zuwendungen"):
        table.refuse_unknown(OTHER_GRANT_KEYS)
        grants.append(OtherGrant(table.text("name"), _not_negative(table, "betrag"), _accounts(table)))
    _refuse_twins(plan, "andere_zuwendungen", [grant.name for grant in grants])
    return tuple(grants)


def _refuse_twins(fields: Fields, key: str, names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise fields.refuse(key, "nennt einen Namen zweimal.", "Bitte jedem Abschnitt einen eigenen Namen geben.")


def _not_negative(fields: Fields, key: str) -> Money:
    amount = fields.amount(key)
    if amount < ZERO:
        raise fields.refuse(key, "ist negativ.", "Bitte den Betrag berichtigen.")
    return amount


def awards_in_force(awards: Iterable[GrantAward], year: FundingYear, known_on: date) -> tuple[GrantAward, ...]:
    """Return the latest version known on a day of every programme's award for a year, by programme and carrier.

    Raises UnreadableError as `in_order` does, and for two notices with different references: one would silently take
    the place of the other.
    """
    versions: dict[tuple[str, str], list[GrantAward]] = {}
    for award in awards:
        if award.year == year and award.dated <= known_on:
            versions.setdefault((award.programme, award.carrier_key), []).append(award)
    return tuple(_latest(versions[key]) for key in sorted(versions))


def _latest(versions: list[GrantAward]) -> GrantAward:
    *earlier, latest = in_order(versions)
    for award in earlier:
        if award.reference != latest.reference:
            raise UnreadableError(
                f"{latest.file}: Für das Programm „{latest.programme}“ gibt es für den Träger {latest.carrier_key} im "
                f"Jahr {latest.year.number} schon den Bescheid {award.reference} ({award.file}).",
                "Bitte eine Änderung als neue Fassung mit demselben Aktenzeichen ablegen; zwei Bescheide eines "
                "Programms für ein Jahr können nicht nebeneinander abgerechnet werden.",
            )
    return latest
