"""Gives every result of a year settled per person its name: persons by staff number, applicants, then the totals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy
from grants.law.rules import Side
from grants.settle.figures import Figure, Figures, carrier_slug
from grants.settle.naming import MATERIAL_KINDS, SLUGS
from grants.settle.one_person import PAID_KINDS, name_paid, name_person, name_rates
from grants.settle.person_award import person_slug
from grants.settle.revenues import OTHERS, name_claimable, name_revenues
from ledger.cost import CostKind
from ledger.fte import Fte
from ledger.german import format_date
from ledger.period import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.per_person import ApplicantAccount
    from grants.settle.person_year import PersonInputs

TEAM_KINDS = (CostKind.TRAINING, CostKind.REQUALIFICATION)
# What an applicant bears, in lines that sum to all of it.
BORNE_PER_PERSON = {
    "nicht_zuwendungsfaehig": "nicht zuwendungsfähige Ausgaben",
    "nicht_bewilligt": "Ausgaben ohne bewilligte Person oder außerhalb ihres Zeitraums",
    "ueber_hoechstbetrag": "zuwendungsfähige Ausgaben über den Höchstbeträgen",
    "ueber_rahmen": "über dem Rahmen der Bewilligung",
    "kuerzung": "Kürzung wegen anderer Einnahmen",
    "zurueckgenommen": "zurückgenommene Ausgaben, denen im Jahr keine Zuwendung gegenübersteht",
}


def applicant_slug(inputs: PersonInputs, carrier_key: str) -> str:
    """Return the beginning of the names of an applicant's figures."""
    return "kreis" if carrier_key == inputs.county.key else carrier_slug(carrier_key)


def name_person_results(inputs: PersonInputs, applicants: Sequence[ApplicantAccount]) -> Figures:
    """Return the named figures of a year settled per person; those of the county as applicant begin with ``kreis``."""
    return _Naming(inputs, applicants).figures()


class _Naming:
    """Holds what the figures are stated from."""

    def __init__(self, inputs: PersonInputs, applicants: Sequence[ApplicantAccount]) -> None:
        self.inputs, self.applicants, self.named = inputs, applicants, Figures()
        self.slugs = [applicant_slug(inputs, applicant.award.carrier.key) for applicant in applicants]

    def figures(self) -> Figures:
        pairs = list(zip(self.slugs, self.applicants, strict=True))
        name_revenues(
            self.named,
            [(slug, applicant.account) for slug, applicant in pairs],
            declared_none=self.inputs.options.no_other_revenues,
        )
        rates = name_rates(self.named, [person for applicant in self.applicants for person in applicant.persons])
        for slug, applicant in pairs:
            self.state_frame(slug, applicant)
            for person in applicant.persons:
                name_person(self.named, person_slug(slug, person.staff_number), person, rates, self.inputs.procedure)
            self.state_costs(slug, applicant)
            self.state_grant(slug, applicant)
            is_cut = applicant.measured != applicant.account.payable
            for person in applicant.persons:
                name_paid(self.named, slug, person, self.inputs.procedure, is_cut=is_cut)
            self.state_borne(slug, applicant)
        self.state_totals()
        return self.named

    def state_frame(self, slug: str, applicant: ApplicantAccount) -> None:
        """State what was granted for the whole period and what of it the year has."""
        award, year, named = applicant.award, self.inputs.year, self.named
        named.value(
            f"{slug}.bewilligung",
            award.amount,
            f"Bewilligung {award.reference} vom {format_date(award.dated)}, Fassung {award.version}, für den ganzen "
            "Bewilligungszeitraum",
        )
        named_frame = award.year_frames.get(year.number)
        if named_frame == applicant.frame:
            named.value(f"{slug}.rahmen", applicant.frame, f"Rahmen des Jahres {year.number} laut Bewilligung")
            return
        named.value(
            f"{slug}.ausgezahlt_vorjahre",
            award.committed_before(year),
            "für frühere Jahre ausgezahlt, laut Datei der Bewilligung; ohne Auszahlung zählt der Rahmen des Jahres",
        )
        names = (f"{slug}.bewilligung", f"-{slug}.ausgezahlt_vorjahre")
        if named_frame is not None:
            named.value(f"{slug}.jahresrahmen", named_frame, f"Rahmen des Jahres {year.number} laut Bewilligung")
            words = (
                "Rahmen des Jahres, höchstens die Bewilligung abzüglich der Auszahlungen für frühere Jahre (Annahme)"
            )
            named.value(f"{slug}.rahmen", applicant.frame, words, (f"{slug}.jahresrahmen", *names))
        elif later := award.reserved_after(year):
            named.value(f"{slug}.rahmen_spaeterer_jahre", later, "Rahmen späterer Jahre laut Bewilligung")
            words = "Bewilligung abzüglich der Auszahlungen für frühere Jahre und der Rahmen späterer, mindestens null"
            named.value(f"{slug}.rahmen", applicant.frame, words, (*names, f"-{slug}.rahmen_spaeterer_jahre"))
        else:
            named.add(f"{slug}.rahmen", "Bewilligung abzüglich der Auszahlungen für frühere Jahre", names)

    def state_costs(self, slug: str, applicant: ApplicantAccount) -> None:
        """State the spending by kind and side; the fundable one is that of the persons and of the team."""
        named = self.named
        names = [person_slug(slug, person.staff_number) for person in applicant.persons]
        for kind, name in SLUGS.items():
            parts = [f"{person}.{name}" for person in names] if kind in PAID_KINDS else []
            if kind in TEAM_KINDS:
                named.collect(
                    f"{slug}.team.{name}",
                    f"{kind.value} des ganzen Teams, keiner Person zugeordnet (Annahme)",
                    [split for split in applicant.team if split.entry.kind is kind],
                )
                parts.append(f"{slug}.team.{name}")
            named.add(f"{slug}.{name}.zuwendungsfaehig", f"{kind.value}, {Side.FUNDABLE.value}", parts)
            named.collect(
                f"{slug}.{name}.nicht_zuwendungsfaehig",
                f"{kind.value}, {Side.OWN_SHARE.value}",
                [split for split in applicant.not_fundable if split.entry.kind is kind],
            )
        named.add(
            f"{slug}.team.kosten",
            "Fortbildung und Nachqualifizierung des ganzen Teams",
            [f"{slug}.team.{SLUGS[kind]}" for kind in TEAM_KINDS],
        )
        for suffix, formula in (
            ("zuwendungsfaehig", "zuwendungsfähige Ausgaben für bewilligte Personen und Fortbildung des Teams"),
            ("nicht_zuwendungsfaehig", "nicht zuwendungsfähige Ausgaben"),
        ):
            named.add(f"{slug}.{suffix}", formula, [f"{slug}.{name}.{suffix}" for name in SLUGS.values()])
        named.collect(f"{slug}.nicht_bewilligt", BORNE_PER_PERSON["nicht_bewilligt"], applicant.not_granted)
        named.add(
            f"{slug}.angefallen",
            "Ausgaben des Antragstellers für das Programm",
            (f"{slug}.zuwendungsfaehig", f"{slug}.nicht_zuwendungsfaehig", f"{slug}.nicht_bewilligt"),
        )

    def state_grant(self, slug: str, applicant: ApplicantAccount) -> None:
        """State the grant before the frame and what is payable."""
        named = self.named
        names = [person_slug(slug, person.staff_number) for person in applicant.persons]
        named.add(f"{slug}.hoechstbetrag", "Summe der Höchstbeträge", [f"{name}.hoechstbetrag" for name in names])
        named.value(
            f"{slug}.team.bemessen",
            applicant.team_measured,
            "Fortbildung des Teams, höchstens was die Höchstbeträge der Personen offen lassen (Annahme)",
            (f"{slug}.team.kosten", f"{slug}.hoechstbetrag", *(f"{name}.bemessen" for name in names)),
            (self.inputs.procedure,),
        )
        named.add(
            f"{slug}.bemessen",
            "bemessene Zuwendung vor dem Rahmen: Summe der Personen und Fortbildung des Teams",
            [*(f"{name}.bemessen" for name in names), f"{slug}.team.bemessen"],
        )
        claimable = f"{slug}.zuwendungsfaehig"
        if applicant.account.received(*OTHERS):
            _, given_back = self.inputs.rules.reduction(self.inputs.first_day)
            clauses = (self.inputs.principle("ueberfinanzierung"), given_back)
            claimable = name_claimable(named, slug, applicant.account, clauses)
        named.value(
            f"{slug}.auszahlung",
            applicant.account.payable,
            "der kleinste Betrag aus bemessener Zuwendung, Rahmen und dem, was andere Einnahmen offen lassen, "
            "mindestens null",
            (f"{slug}.bemessen", f"{slug}.rahmen", claimable),
            (self.inputs.procedure,),
        )
        named.state(
            Figure(
                f"{slug}.team.zuwendung",
                applicant.team_paid,
                "Teil der Auszahlung für die Fortbildung des Teams, im Verhältnis der bemessenen Zuwendungen (Annahme)",
                (f"{slug}.auszahlung", f"{slug}.team.bemessen", f"{slug}.bemessen"),
                clauses=(self.inputs.procedure,),
                rounding=RoundingPolicy.SAINTE_LAGUE,
            )
        )

    def state_borne(self, slug: str, applicant: ApplicantAccount) -> None:
        """State what the applicant bears in lines of their own; they sum to all that is not paid."""
        named = self.named
        if slug == "kreis":
            for kind in MATERIAL_KINDS:
                words = f"{kind.value} der eigenen Stellen, nicht zuwendungsfähig"
                named.add(f"kreis.{SLUGS[kind]}", words, (f"kreis.{SLUGS[kind]}.nicht_zuwendungsfaehig",))
        named.add(
            f"{slug}.ueber_hoechstbetrag",
            BORNE_PER_PERSON["ueber_hoechstbetrag"],
            (f"{slug}.zuwendungsfaehig", f"-{slug}.bemessen"),
        )
        named.value(
            f"{slug}.ueber_rahmen",
            applicant.above_frame,
            "bemessene Zuwendung über dem Rahmen, mindestens null",
            (f"{slug}.bemessen", f"{slug}.rahmen"),
            (self.inputs.procedure,),
        )
        named.value(
            f"{slug}.kuerzung",
            applicant.reduction,
            "bemessene Zuwendung im Rahmen, mindestens null, abzüglich Auszahlung",
            (f"{slug}.bemessen", f"{slug}.ueber_rahmen", f"{slug}.auszahlung"),
            (self.inputs.principle("ueberfinanzierung"),),
        )
        named.value(
            f"{slug}.zurueckgenommen",
            applicant.returned,
            f"{BORNE_PER_PERSON['zurueckgenommen']}: bemessene Zuwendung, höchstens null (Annahme)",
            (f"{slug}.bemessen",),
            (self.inputs.procedure,),
        )
        named.add(
            f"{slug}.gesamt", "vom Antragsteller selbst zu tragen", [f"{slug}.{line}" for line in BORNE_PER_PERSON]
        )
        named.add(
            f"{slug}.eigenmittel",
            "aus Eigenmitteln: selbst zu tragen abzüglich anderer Einnahmen",
            (f"{slug}.gesamt", f"-{slug}.einnahmen"),
        )

    def state_totals(self) -> None:
        """State the sums over all applicants, and what other programmes settle."""
        named = self.named
        splits = [split for applicant in self.applicants for split in applicant.account.splits]
        named.collect("buchungen.gesamt", "alle Buchungen der Antragsteller für das Förderjahr", splits)
        named.collect(
            "andere_programme.gesamt",
            "in anderen Programmen abgerechnet",
            [split for split in splits if split.side is Side.OTHER_PROGRAMME],
        )
        for name in SLUGS.values():
            for suffix in ("zuwendungsfaehig", "nicht_zuwendungsfaehig"):
                self._sum(f"{name}.{suffix}", "Summe über alle Antragsteller", f"{name}.{suffix}")
        for name, suffix, formula in (
            ("bewilligung.betrag", "bewilligung", "bewilligt für die ganzen Bewilligungszeiträume"),
            ("rahmen.betrag", "rahmen", "Rahmen des Förderjahres"),
            ("zuwendungsfaehig.gesamt", "zuwendungsfaehig", "zuwendungsfähige Ausgaben"),
            ("nicht_zuwendungsfaehig.gesamt", "nicht_zuwendungsfaehig", "nicht zuwendungsfähige Ausgaben"),
            ("nicht_bewilligt.gesamt", "nicht_bewilligt", BORNE_PER_PERSON["nicht_bewilligt"]),
            ("ausgaben.gesamt", "angefallen", "alle Ausgaben für das Programm"),
            ("hoechstbetrag.gesamt", "hoechstbetrag", "Höchstbeträge aller Personen"),
            ("bemessen.gesamt", "bemessen", "bemessene Zuwendungen vor dem Rahmen"),
            ("auszahlung.betrag", "auszahlung", "rechnerischer Auszahlungsbetrag"),
            ("rahmen.ueberschreitung", "ueber_rahmen", "bemessene Zuwendungen über den Rahmen"),
            ("eigenanteil.gesamt", "gesamt", "von den Antragstellern selbst zu tragen"),
            ("eigenmittel.gesamt", "eigenmittel", "aus Eigenmitteln der Antragsteller"),
        ):
            self._sum(name, f"{formula}, Summe über alle Antragsteller", suffix)
        named.add("rahmen.rest", "Rahmen abzüglich Auszahlungsbetrag", ("rahmen.betrag", "-auszahlung.betrag"))
        exact = sum((p.counted.fte_months for a in self.applicants for p in a.persons), Fraction(0))
        named.value(
            "stellen.vzae",
            Fte.from_ratio(exact / MONTHS_PER_YEAR),
            "genaue VZÄ-Monate aller Personen ÷ 12",
            [f"{person_slug(s, p.staff_number)}.vzae" for s, a in self._pairs() for p in a.persons],
            rounding=RoundingPolicy.FOUR_DECIMALS,
        )
        named.value(
            "stellen.personen",
            sum(len(applicant.persons) for applicant in self.applicants),
            "bewilligte Personen aller Antragsteller",
        )

    def _pairs(self) -> Iterable[tuple[str, ApplicantAccount]]:
        return zip(self.slugs, self.applicants, strict=True)

    def _sum(self, name: str, formula: str, suffix: str) -> None:
        self.named.add(name, formula, [f"{slug}.{suffix}" for slug in self.slugs])
