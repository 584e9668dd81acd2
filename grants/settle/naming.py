"""Gives every result of a year its name: the given ones first, then each carrier's, then the county's as recipient."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.law.rules import Side
from grants.settle.figures import Figure, Figures, carrier_slug
from grants.settle.revenues import name_claimable, name_revenues
from grants.settle.settlement import is_coordination
from grants.settle.vacancy import vacancies
from ledger.cost import CostKind
from ledger.fte import total_fte

if TYPE_CHECKING:
    from grants.settle.allocation import Allocation
    from grants.settle.positions import PositionLine
    from grants.settle.settlement import CarrierAccount, Settlement
    from grants.settle.year import YearInputs

SLUGS = {
    CostKind.PERSONNEL: "personal",
    CostKind.TRAINING: "fortbildung",
    CostKind.REQUALIFICATION: "nachqualifizierung",
    CostKind.TRAVEL: "reisekosten",
    CostKind.EQUIPMENT: "ausstattung",
    CostKind.MATERIALS: "sachmittel",
    CostKind.LICENCES: "lizenzen",
    CostKind.OVERHEAD: "gemeinkosten",
    CostKind.INTERPRETING: "dolmetschleistungen",
    CostKind.BOUGHT_IN: "fremdleistungen",
}
# Everything but pay and qualification; the rule set says who bears it.
MATERIAL_KINDS = tuple(
    kind for kind in CostKind if kind not in (CostKind.PERSONNEL, CostKind.TRAINING, CostKind.REQUALIFICATION)
)


def name_results(
    inputs: YearInputs, allocation: Allocation, settlement: Settlement, positions: tuple[PositionLine, ...]
) -> Figures:
    """Return the named figures of a year. Figures of the county's own posts begin with ``kreis``."""
    return _Naming(inputs, allocation, settlement, positions).figures()


class _Naming:
    """Holds what the figures are stated from."""

    def __init__(
        self, inputs: YearInputs, allocation: Allocation, settlement: Settlement, positions: tuple[PositionLine, ...]
    ) -> None:
        self.inputs, self.allocation, self.settlement, self.positions = inputs, allocation, settlement, positions
        self.named = Figures()
        self.carrier_slugs = [carrier_slug(account.carrier.key) for account in settlement.delivering]

    def figures(self) -> Figures:
        self.state_allocation()
        self.state_positions()
        accounts = list(zip(["kreis", *self.carrier_slugs], self.settlement.accounts, strict=True))
        name_revenues(self.named, accounts, declared_none=self.inputs.options.no_other_revenues)
        for slug, account in accounts:
            self.state_account(account, slug)
        self.state_books()
        self.state_pass_through()
        self.state_totals()
        return self.named

    def state_allocation(self) -> None:
        frame, named = self.inputs.frame, self.named
        named.value(
            "planungsrahmen.betrag", frame.amount, f"Mitteilung vom {frame.dated:%d.%m.%Y}, Fassung {frame.version}"
        )
        for version in self.inputs.frame_versions:
            named.value(
                f"planungsrahmen.fassung_{version.version}",
                version.amount,
                f"Mitteilung vom {version.dated:%d.%m.%Y}, Fassung {version.version}",
            )
        _, cap_clause = self.inputs.rules.money("koordination.hoechstbetrag", self.inputs.first_day)
        named.value(
            "koordination.vorab",
            self.allocation.coordination_part,
            "vor der Verteilung abgesetzter Anteil der Koordinierenden Stelle (Einstellung koordination_vorab)",
            clauses=(cap_clause,),
        )
        named.value(
            "verteilung.personen", self.allocation.persons, "Personen in Anschlussunterbringung, alle Gemeinden"
        )
        named.add(
            "verteilung.betrag",
            "Planungsrahmen abzüglich Anteil der Koordinierenden Stelle",
            ("planungsrahmen.betrag", "-koordination.vorab"),
        )
        for line in self.allocation.lines:
            slug = line.slug
            named.value(f"{slug}.personen", line.persons, f"Personenzahl {line.municipality_name}")
            named.value(
                f"{slug}.anteil",
                line.amount,
                "Verteilungsbetrag × Personen der Gemeinde ÷ alle Personen, nach Sainte-Laguë auf ganze Cent",
                ("verteilung.betrag", f"{slug}.personen", "verteilung.personen"),
            )

    def state_positions(self) -> None:
        for line in self.positions:
            self.named.value(f"{line.slug}.vzae", line.fte, "Stellenanteil × besetzte Tage ÷ Tage des Jahres")
            self.named.value(f"{line.slug}.monate", line.months, "Monate mit mindestens einem besetzten Tag")
            self.named.value(f"{line.slug}.personen", line.persons, "Personen auf der Stelle im Förderjahr")
            self.named.collect(f"{line.slug}.personal", "Personalausgaben der Stelle", line.splits)

        slugs = [line.slug for line in self.positions]
        self.named.value("stellen.anzahl", len(slugs), "Stellen des Programms", ())
        self.named.value(
            "stellen.personen",
            sum(line.persons for line in self.positions),
            "Summe der Personen je Stelle",
            [f"{slug}.personen" for slug in slugs],
        )
        self.named.value(
            "stellen.vzae",
            total_fte(line.fte for line in self.positions),
            "Summe der Stellen",
            [f"{slug}.vzae" for slug in slugs],
        )
        self.named.add("stellen.personal", "Personalausgaben aller Stellen", [f"{slug}.personal" for slug in slugs])
        self._state_vacancies()

    def _state_vacancies(self) -> None:
        """State what the posts of the year were short of: the time between two fillings and after the last one."""
        year = self.inputs.frame.year
        vacant = sum((each.post_months(year.months()) for each in vacancies(self.inputs.tenures, year)), Fraction(0))
        self.named.state(
            Figure(
                "stellen.vakanz",
                rounded_decimal(vacant, RoundingPolicy.TWO_DECIMALS),
                "unbesetzte Zeiten nach dem Ende einer Besetzung: Stellenanteil × unbesetzte Tage ÷ Tage des Monats",
                rounding=RoundingPolicy.TWO_DECIMALS,
                measure="VZÄ-Monate",
            )
        )

    def state_account(self, account: CarrierAccount, slug: str) -> None:
        """State what a carrier spent, what is fundable, its share, and what is payable to it."""
        named = self.named
        coordination = f"{slug}.koordination"
        for kind, name in SLUGS.items():
            for side, suffix in ((Side.FUNDABLE, "zuwendungsfaehig"), (Side.OWN_SHARE, "nicht_zuwendungsfaehig")):
                of_kind = [s for s in account.splits if s.entry.kind is kind and s.side is side]
                if kind is CostKind.PERSONNEL:
                    named.collect(
                        f"{coordination}.{suffix}_vor_deckelung",
                        "Personalausgaben der Koordinierenden Stelle",
                        [split for split in of_kind if is_coordination(split)],
                    )
                    of_kind = [split for split in of_kind if not is_coordination(split)]
                named.collect(f"{slug}.{name}.{suffix}", f"{kind.value}, {side.value}", of_kind)
            named.add(
                f"{slug}.{name}.angefallen",
                f"{kind.value}, angefallen" + (" (ohne Koordinierende Stelle)" if kind is CostKind.PERSONNEL else ""),
                (f"{slug}.{name}.zuwendungsfaehig", f"{slug}.{name}.nicht_zuwendungsfaehig"),
            )
        self._state_coordination(account, slug)
        fundable = [f"{slug}.{name}.zuwendungsfaehig" for name in SLUGS.values()]
        named.add(
            f"{slug}.zuwendungsfaehig",
            "zuwendungsfähige Ausgaben des Trägers",
            (*fundable, f"{coordination}.zuwendungsfaehig"),
        )
        self._state_share(account, slug)
        incurred = [f"{slug}.{name}.angefallen" for name in SLUGS.values()]
        not_fundable = [f"{slug}.{name}.nicht_zuwendungsfaehig" for name in SLUGS.values()]
        named.add(
            f"{slug}.nicht_zuwendungsfaehig",
            "nicht zuwendungsfähige Ausgaben des Trägers",
            (*not_fundable, f"{coordination}.ueber_hoechstbetrag"),
        )
        named.add(
            f"{slug}.angefallen", "Ausgaben des Trägers für das Programm", (*incurred, f"{coordination}.angefallen")
        )
        named.value(
            f"{slug}.auszahlung",
            account.payable,
            "der kleinere Betrag aus Anteil (zuzüglich überlassener Restmittel) und zuwendungsfähigen Ausgaben",
            (f"{slug}.anteil", name_claimable(named, slug, account, self.inputs.principle("ueberfinanzierung"))),
            (self.inputs.procedure,),
        )
        named.add(
            f"{slug}.ueberschreitung",
            "zuwendungsfähige Ausgaben über dem Auszahlungsbetrag",
            (f"{slug}.zuwendungsfaehig", f"-{slug}.auszahlung"),
        )
        named.add(
            f"{slug}.gesamt",
            "vom Träger selbst zu tragen: alles, was nicht ausgezahlt wird",
            (f"{slug}.angefallen", f"-{slug}.auszahlung"),
        )
        named.add(
            f"{slug}.eigenmittel",
            "aus Eigenmitteln des Trägers: selbst zu tragen abzüglich anderer Einnahmen",
            (f"{slug}.gesamt", f"-{slug}.einnahmen"),
        )

    def _state_coordination(self, account: CarrierAccount, slug: str) -> None:
        named, name = self.named, f"{slug}.koordination"
        _, clause = self.inputs.rules.money("koordination.hoechstbetrag", self.inputs.first_day)
        named.add(
            f"{name}.angefallen",
            "Personalausgaben der Koordinierenden Stelle, angefallen",
            (f"{name}.zuwendungsfaehig_vor_deckelung", f"{name}.nicht_zuwendungsfaehig_vor_deckelung"),
        )
        named.value(
            f"{name}.zuwendungsfaehig",
            account.coordination,
            "Personalausgaben der Koordinierenden Stelle ab dem Mindestumfang, höchstens der Höchstbetrag",
            (f"{name}.zuwendungsfaehig_vor_deckelung",),
            (clause,),
        )
        named.add(
            f"{name}.ueber_hoechstbetrag",
            "Koordinierende Stelle, nicht zuwendungsfähiger Teil",
            (f"{name}.angefallen", f"-{name}.zuwendungsfaehig"),
            (clause,),
        )

    def _state_share(self, account: CarrierAccount, slug: str) -> None:
        named, key = self.named, account.carrier.key
        own = [f"{line.slug}.anteil" for line in self.allocation.lines if line.carrier_key == key]
        if account is self.settlement.county:
            own.append("koordination.vorab")
        named.value(
            f"{slug}.personen",
            self.allocation.persons_of(key),
            "Personen der Gemeinden, für die der Träger zuständig ist",
        )
        named.add(f"{slug}.anteil", "Anteil am Planungsrahmen", own)
        named.value(
            f"{slug}.ungenutzt",
            account.unused,
            "Anteil, der mangels zuwendungsfähiger Ausgaben nicht ausgezahlt wird",
            (f"{slug}.anteil", f"{slug}.zuwendungsfaehig"),
        )

    def state_books(self) -> None:
        """State everything booked for the year, and what of it other programmes settle."""
        splits = [split for account in self.settlement.accounts for split in account.splits]
        others = [split for split in splits if split.side is Side.OTHER_PROGRAMME]
        self.named.collect("buchungen.gesamt", "alle Buchungen für das Förderjahr", splits)
        self.named.collect("andere_programme.gesamt", "in anderen Programmen abgerechnet", others)

    def state_pass_through(self) -> None:
        for suffix, formula in (
            ("anteil", "Anteile der Träger mit eigener Aufgabenwahrnehmung"),
            ("personen", "Personen der Gemeinden mit eigener Aufgabenwahrnehmung"),
            ("angefallen", "Ausgaben der Träger mit eigener Aufgabenwahrnehmung"),
            ("zuwendungsfaehig", "zuwendungsfähige Ausgaben der Träger mit eigener Aufgabenwahrnehmung"),
            ("auszahlung", "Weitergabe an Träger mit eigener Aufgabenwahrnehmung"),
            ("ungenutzt", "von diesen Trägern nicht genutzte Anteile"),
            ("ueberschreitung", "von diesen Trägern über ihren Anteil hinaus getragene zuwendungsfähige Ausgaben"),
            ("gesamt", "von diesen Trägern selbst getragen"),
            ("eigenmittel", "von diesen Trägern aus Eigenmitteln getragen"),
        ):
            parts = [f"{slug}.{suffix}" for slug in self.carrier_slugs]
            if suffix == "personen":
                persons = sum(self.allocation.persons_of(account.carrier.key) for account in self.settlement.delivering)
                self.named.value("weitergabe.personen", persons, formula, parts)
            else:
                self.named.add(f"weitergabe.{suffix}", formula, parts)

    def state_totals(self) -> None:
        named, slugs = self.named, ["kreis", *self.carrier_slugs]
        for name in SLUGS.values():
            for suffix in ("zuwendungsfaehig", "nicht_zuwendungsfaehig", "angefallen"):
                named.add(f"{name}.{suffix}", "Summe über alle Träger", [f"{slug}.{name}.{suffix}" for slug in slugs])
        cap, clause = self.inputs.rules.money("koordination.hoechstbetrag", self.inputs.first_day)
        named.value("koordination.hoechstbetrag", cap, "Höchstbetrag für die Koordinierende Stelle", clauses=(clause,))
        for suffix in ("angefallen", "zuwendungsfaehig", "ueber_hoechstbetrag"):
            named.add(
                f"koordination.{suffix}",
                "Koordinierende Stelle, Summe über alle Träger",
                [f"{slug}.koordination.{suffix}" for slug in slugs],
            )
        for kind in MATERIAL_KINDS:
            named.add(
                f"kreis.{SLUGS[kind]}",
                f"{kind.value} der eigenen Stellen, nicht zuwendungsfähig",
                (f"kreis.{SLUGS[kind]}.nicht_zuwendungsfaehig",),
            )
        named.add(
            "kreis.qualifizierung_nicht_zuwendungsfaehig",
            "Fortbildung und Nachqualifizierung der eigenen Stellen, nicht zuwendungsfähiger Teil",
            ("kreis.fortbildung.nicht_zuwendungsfaehig", "kreis.nachqualifizierung.nicht_zuwendungsfaehig"),
        )
        named.add(
            "nicht_zuwendungsfaehig.gesamt",
            "nicht zuwendungsfähige Ausgaben aller Träger",
            [f"{slug}.nicht_zuwendungsfaehig" for slug in slugs],
        )
        named.add(
            "zuwendungsfaehig.gesamt",
            "Personal, Fortbildung, Nachqualifizierung und Koordinierende Stelle (höchstens Höchstbetrag), alle Träger",
            [f"{name}.zuwendungsfaehig" for name in (*SLUGS.values(), "koordination")],
        )
        named.add(
            "auszahlung.betrag",
            "rechnerischer Auszahlungsbetrag: Summe der Träger",
            [f"{slug}.auszahlung" for slug in slugs],
            (self.inputs.procedure,),
        )
        named.add(
            "rahmen.rest", "Planungsrahmen abzüglich Auszahlungsbetrag", ("planungsrahmen.betrag", "-auszahlung.betrag")
        )
        named.add(
            "rahmen.ueberschreitung",
            "zuwendungsfähige Ausgaben über dem Auszahlungsbetrag",
            ("zuwendungsfaehig.gesamt", "-auszahlung.betrag"),
        )
