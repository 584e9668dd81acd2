"""Names every result of the other programmes: what was spent, what is fundable, granted, and left to bear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED, RoundingPolicy, percentages, rounded_column
from grants.law.rules import Side, Unit
from grants.settle.figures import key_slug
from grants.settle.programme_claims import account_of
from grants.settle.programme_measures import name_measures
from grants.settle.programme_names import ProgrammeNames
from grants.settle.programme_posts import name_posts
from grants.settle.programme_steps import name_plan, name_steps
from grants.settle.programmes import KEY, PROGRAMME
from ledger.cost import RevenueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.eligibility import Split
    from grants.settle.figures import Figure, Figures
    from grants.settle.programme_claims import Claims
    from grants.settle.programmes import ProgrammeAccount

WITHOUT_AWARD = "andere_programme.ohne_bescheid"
_TOTALS = {
    "abgerechnet": ("angefallen", "Ausgaben aller anderen Programme mit Bescheid"),
    "zuwendung": ("zuwendung", "rechnerische Zuwendungen aller anderen Programme"),
    "selbst_zu_tragen": ("selbst_zu_tragen", "von den Trägern in anderen Programmen selbst zu tragen"),
}
_LINES = {
    "angefallen": "Ausgaben",
    "zuwendungsfaehig": "davon zuwendungsfähig",
    "stellen": "Besetzte Stellen",
    "personen_nach_schluessel": "Personen nach dem Betreuungsschlüssel",
    "ueber_schluessel": "Personalausgaben über dem Betreuungsschlüssel",
    "plan.zuwendung": "Zuwendung laut Bescheid",
    "zuwendung": "Rechnerische Zuwendung",
    "andere_zuwendungen": "Andere Zuwendungen",
    "dritte": "Leistungen Dritter",
    "selbst_zu_tragen": "Von der Zuwendung nicht gedeckt",
    "eigenmittel": "Aus Eigenmitteln",
    "massnahmen.geplant": "Geplante Mittel der Maßnahmen",
    "massnahmen.abweichung": "Gebucht abzüglich geplant",
}


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """Zeile der Abrechnung eines anderen Programms: its label and the figure it prints."""

    label: str
    figure: Figure


def name_programmes(
    figures: Figures, accounts: Sequence[ProgrammeAccount], splits: Iterable[Split], claims: Claims
) -> None:
    """State the figures of all programmes with an award, their sums, and what programmes without one would settle.

    ``splits`` are all parts of the year's entries as the grant the year is settled by divided them.
    """
    for account in accounts:
        _name_programme(ProgrammeNames(figures, account.slug), account)
    for suffix, (name, words) in _TOTALS.items():
        figures.add(f"andere_programme.{suffix}", words, [f"{account.slug}.{name}" for account in accounts])
    left = [split for split in splits if split.side is Side.OTHER_PROGRAMME and claims.taking(split) is None]
    words = "Ausgaben für andere Programme, zu denen kein Bescheid vorliegt; dort nicht abgerechnet"
    figures.collect(WITHOUT_AWARD, words, left)


def of_other_programme(name: str) -> bool:
    """Return whether a figure belongs to one other programme: it says nothing about the grant of the year itself."""
    return name.startswith(PROGRAMME)


def programme_lines(account: ProgrammeAccount, figures: Figures) -> tuple[ProgrammeLine, ...]:
    """Return what a settlement prints of a programme, those lines that it has, in the order of reading."""
    names = ProgrammeNames(figures, account.slug)
    return tuple(ProgrammeLine(label, figures[names.full(name)]) for name, label in _LINES.items() if names.has(name))


def _name_programme(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    name_plan(names, account)
    name_posts(names, account)
    _name_spending(names, account)
    _name_income(names, account)
    name_steps(names, account)
    _name_burden(names)
    _name_shares(names, account)
    name_measures(names, account)


def _name_spending(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State what was spent, what the rules exclude, and what of the rest lies above the key."""
    for side, name in ((Side.FUNDABLE, "zuwendungsfaehig_gebucht"), (Side.OWN_SHARE, "nicht_zuwendungsfaehig")):
        of_side = [split for split in account.splits if split.side is side]
        names.figures.collect(names.full(name), f"Ausgaben des Programms, {side.value}", of_side)
    names.add("angefallen", "alle Ausgaben des Programms", ("zuwendungsfaehig_gebucht", "nicht_zuwendungsfaehig"))
    words = "zuwendungsfähige Ausgaben"
    if account.refinanced is not None:
        terms = account.terms
        names.value(
            "ueber_schluessel",
            account.over_key,
            "zuwendungsfähige Personalausgaben × Stellen über dem Schlüssel ÷ besetzte Stellen",
            ("zuwendungsfaehig_gebucht", "vzae", "vzae_refinanziert"),
            (terms.rules.value(KEY, terms.first_day).clause,),
            RoundingPolicy.CENT,
        )
        words += " ohne Stellen über dem Schlüssel"
    names.add("zuwendungsfaehig", words, ("zuwendungsfaehig_gebucht", "-ueber_schluessel"))


def _name_income(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State what others paid: booked, or as planned where the award names no account for it."""
    others = {f"andere.{key_slug(grant.name)}": grant for grant in account.terms.award.other_grants}
    for name, grant in others.items():
        if grant.accounts:
            booked = [(each, each.amount) for each in account.revenues if account_of(each) in grant.accounts]
            names.figures.count(names.full(name), f"{grant.name}, gebuchte Einnahmen", booked)
        else:
            words = f"{grant.name}, laut Finanzierungsplan; ein Konto für gebuchte Einnahmen nennt der Bescheid nicht"
            names.value(name, grant.amount, words, (f"plan.{name}",))
    names.add("andere_zuwendungen", "Zuwendungen anderer Geber", others)
    for kind, name in ((RevenueKind.THIRD_PARTY, "dritte"), (RevenueKind.OWN_FUNDS, "eigenmittel.gebucht")):
        booked = [(each, each.amount) for each in account.revenues if each.kind is kind]
        names.figures.count(names.full(name), f"{kind.value}, gebucht", booked)


def _name_burden(names: ProgrammeNames) -> None:
    """State what the carrier bears, line by line, and what of it is its own money."""
    words = "zuwendungsfähige Ausgaben, die die Zuwendung nicht deckt"
    names.add("nicht_gedeckt", words, ("zuwendungsfaehig", "-zuwendung"))
    borne = ("nicht_zuwendungsfaehig", "ueber_schluessel", "nicht_gedeckt")
    names.add("selbst_zu_tragen", "alles, was die Zuwendung nicht deckt", borne)
    words = "selbst zu tragen abzüglich anderer Zuwendungen und Leistungen Dritter"
    names.add("eigenmittel", words, ("selbst_zu_tragen", "-andere_zuwendungen", "-dritte"))


def _name_shares(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State which percentage of the spending each bearer pays; none where one of them would be negative."""
    others = [f"andere.{key_slug(grant.name)}" for grant in account.terms.award.other_grants]
    amounts = {name: names.money(name).cents for name in ("zuwendung", *others, "dritte", "eigenmittel")}
    paid = {name: cents for name, cents in amounts.items() if cents}
    if account.final is None or not paid or min(paid.values()) < 0:
        return
    exact, policy = percentages(tuple(paid.values())), RoundingPolicy.LAST_ADJUSTED
    if sum(rounded_column(exact[:-1], RoundingPolicy.ONE_DECIMAL)) > HUNDRED:
        policy = RoundingPolicy.ONE_DECIMAL  # nothing would be left for the last one
    for name, percent in zip(paid, rounded_column(exact, policy), strict=True):
        number = (percent, Unit.PERCENT.value)
        names.number(f"anteil.{name}", number, "Anteil an allen Ausgaben des Programms", policy, (name, "angefallen"))
