"""Names what one carrier spent, what of it is fundable, its share of the frame, and what is payable to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy
from grants.law.rules import Reduction, Side
from grants.settle.borne_figures import name_borne
from grants.settle.figures import carrier_slug
from grants.settle.naming import COUNTY_SLUG, SLUGS
from grants.settle.revenues import name_claimable
from grants.settle.settlement import UnusedMeans, is_coordination
from ledger.cost import CostKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.law.eligibility import Split
    from grants.settle.allocation import Allocation
    from grants.settle.figures import Figures
    from grants.settle.settlement import CarrierAccount
    from grants.settle.year import YearInputs


def name_account(
    named: Figures, inputs: YearInputs, allocation: Allocation, account: CarrierAccount, slug: str
) -> None:
    """State the account of a carrier, at its end what it bears. Raises ValueError as `name_borne` does."""
    for kind in SLUGS:
        _name_kind(named, account, slug, kind)
    _name_coordination(named, inputs, account, slug)
    fundable = [f"{slug}.{name}.zuwendungsfaehig" for name in (*SLUGS.values(), "koordination")]
    named.add(f"{slug}.zuwendungsfaehig", "zuwendungsfähige Ausgaben des Trägers", fundable)
    _name_share(named, allocation, account, slug)
    not_fundable = [f"{slug}.{name}.nicht_zuwendungsfaehig" for name in (*SLUGS.values(), "koordination")]
    named.add(f"{slug}.nicht_zuwendungsfaehig", "nicht zuwendungsfähige Ausgaben des Trägers", not_fundable)
    incurred = [f"{slug}.{name}.angefallen" for name in (*SLUGS.values(), "koordination")]
    named.add(f"{slug}.angefallen", "Ausgaben des Trägers für das Programm", incurred)
    reduction = inputs.principle("ueberfinanzierung")
    _, given_back = inputs.rules.reduction(inputs.first_day)
    claim = name_claimable(named, slug, account, (reduction, given_back))
    _name_payout(named, inputs, account, slug, claim)
    named.add(
        f"{slug}.ueberschreitung",
        "zuwendungsfähige Ausgaben über dem Auszahlungsbetrag",
        (f"{slug}.zuwendungsfaehig", f"-{slug}.auszahlung"),
    )
    name_borne(named, slug, claim, inputs.procedure, reduction)


def _name_payout(named: Figures, inputs: YearInputs, account: CarrierAccount, slug: str, claim: str) -> None:
    """State the left-over means of others that a carrier is given, what is payable to it, and what it leaves."""
    means, unused = inputs.options.unused_means, [f"{carrier_slug(a.carrier.key)}.ungenutzt" for a in inputs.agreements]
    if means is UnusedMeans.TO_ALL:
        words, parts = "Teil der Mittel, die andere Träger nicht brauchen (Einstellung restmittel)", []
    elif slug == COUNTY_SLUG:
        words = "ungenutzte Anteile der Träger, soweit der Kreis sie braucht (Einstellung restmittel)"
        parts = unused if means is UnusedMeans.TO_COUNTY else []
    else:
        words = (
            "Teil des vorab abgesetzten Anteils, den die Koordinierende Stelle und der Kreis nicht brauchen (Annahme)"
        )
        parts = ["koordination.vorab", f"{COUNTY_SLUG}.koordination.zuwendungsfaehig", f"{COUNTY_SLUG}.ungenutzt"]
    divided = means is UnusedMeans.TO_ALL or (slug != COUNTY_SLUG and account.left_over)
    rounding = RoundingPolicy.SAINTE_LAGUE if divided else None
    named.value(f"{slug}.restmittel", account.left_over, words, parts, rounding=rounding)
    words = "der kleinere Betrag aus Anteil zuzüglich überlassener Restmittel und zuwendungsfähigen Ausgaben"
    limits = [claim]
    if account.giving_back is Reduction.SHARED and claim != f"{slug}.zuwendungsfaehig":
        words += " abzüglich seines Teils an der Überfinanzierung"
        limits = [f"{slug}.zuwendungsfaehig", f"{slug}.angefallen", f"{slug}.einnahmen"]
        rounding = RoundingPolicy.SAINTE_LAGUE
    named.value(
        f"{slug}.auszahlung",
        account.payable,
        words,
        (f"{slug}.anteil", f"{slug}.restmittel", *limits),
        (inputs.procedure,),
        rounding=rounding,
    )
    named.value(
        f"{slug}.ungenutzt",
        account.unused,
        "Anteil, der nicht ausgezahlt wird, weil so viel nicht zuwendungsfähig ausgegeben oder von anderen bezahlt ist",
        (f"{slug}.anteil", f"{slug}.auszahlung"),
    )


def _name_kind(named: Figures, account: CarrierAccount, slug: str, kind: CostKind) -> None:
    """State a kind of cost by the side that bears it; the pay of the coordination post is stated apart."""
    name = f"{slug}.{SLUGS[kind]}"
    splits = [split for split in account.splits if split.entry.kind is kind and not is_coordination(split)]
    fundable = [split for split in splits if split.side is Side.FUNDABLE]
    named.collect(f"{name}.zuwendungsfaehig", f"{kind.value}, {Side.FUNDABLE.value}", fundable)
    own = [split for split in splits if split.side is Side.OWN_SHARE]
    if kind is CostKind.PERSONNEL:
        _name_own_share(named, name, "Personalausgaben", own)
        parts = (f"{name}.ausgeschlossen", f"{name}.abgelehnt")
        named.add(f"{name}.nicht_zuwendungsfaehig", f"{kind.value}, {Side.OWN_SHARE.value}", parts)
    else:
        named.collect(f"{name}.nicht_zuwendungsfaehig", f"{kind.value}, {Side.OWN_SHARE.value}", own)
    named.add(
        f"{name}.angefallen",
        f"{kind.value}, angefallen" + (" (ohne Koordinierende Stelle)" if kind is CostKind.PERSONNEL else ""),
        (f"{name}.zuwendungsfaehig", f"{name}.nicht_zuwendungsfaehig"),
    )


def _name_own_share(named: Figures, name: str, label: str, own: Sequence[Split]) -> None:
    """State pay that the rules exclude, and pay they would fund but refuse for the size or the time of the post."""
    excluded = [split for split in own if not split.refused]
    named.collect(f"{name}.ausgeschlossen", f"{label}, von der Förderung ausgeschlossen", excluded)
    refused = [split for split in own if split.refused]
    named.collect(f"{name}.abgelehnt", f"{label}, abgelehnt wegen Umfang oder Zeitraum der Stelle", refused)


def _name_coordination(named: Figures, inputs: YearInputs, account: CarrierAccount, slug: str) -> None:
    name, label = f"{slug}.koordination", "Personalausgaben der Koordinierenden Stelle"
    _, clause = inputs.rules.money("koordination.hoechstbetrag", inputs.first_day)
    splits = [split for split in account.splits if is_coordination(split)]
    fundable = [split for split in splits if split.side is Side.FUNDABLE]
    named.collect(f"{name}.zuwendungsfaehig_vor_deckelung", f"{label} ab dem Mindestumfang", fundable)
    _name_own_share(named, name, label, [split for split in splits if split.side is Side.OWN_SHARE])
    named.add(
        f"{name}.angefallen",
        f"{label}, angefallen",
        (f"{name}.zuwendungsfaehig_vor_deckelung", f"{name}.ausgeschlossen", f"{name}.abgelehnt"),
    )
    named.value(
        f"{name}.zuwendungsfaehig",
        account.coordination,
        f"{label} ab dem Mindestumfang, höchstens der Höchstbetrag",
        (f"{name}.zuwendungsfaehig_vor_deckelung",),
        (clause,),
    )
    named.add(
        f"{name}.ueber_hoechstbetrag",
        f"{label} über dem Höchstbetrag",
        (f"{name}.zuwendungsfaehig_vor_deckelung", f"-{name}.zuwendungsfaehig"),
        (clause,),
    )
    named.add(
        f"{name}.nicht_zuwendungsfaehig",
        "Koordinierende Stelle, nicht zuwendungsfähiger Teil",
        (f"{name}.ausgeschlossen", f"{name}.abgelehnt", f"{name}.ueber_hoechstbetrag"),
    )


def _name_share(named: Figures, allocation: Allocation, account: CarrierAccount, slug: str) -> None:
    key = account.carrier.key
    own = [f"{line.slug}.anteil" for line in allocation.lines if line.carrier_key == key]
    if slug == COUNTY_SLUG:
        own.append("koordination.vorab")
    named.value(
        f"{slug}.personen", allocation.persons_of(key), "Personen der Gemeinden, für die der Träger zuständig ist"
    )
    named.add(f"{slug}.anteil", "Anteil am Planungsrahmen", own)
