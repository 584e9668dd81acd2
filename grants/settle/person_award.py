"""The award settled per person: the applicant's frame, and whom it names on which post, how long, with what share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from grants.settle.figures import key_slug
from grants.settle.versions import in_order
from ledger.carrier import Carrier, CarrierKind
from ledger.finding import UnreadableError
from ledger.fte import FULL_POST, Fte, total_fte
from ledger.german import format_date, format_euro, format_fte, format_span
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_fte
from ledger.money import ZERO, total
from ledger.staff import Position, Qualification

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from grants.settle.documents import Fields
    from ledger.money import Money
    from ledger.period import DaySpan, FundingYear
    from ledger.staff import Tenure

PERSON_AWARD = "Bewilligung"
_KEYS = (
    *("art", "programm", "regelfassung", "fassung", "datum", "aktenzeichen", "traeger", "name", "traegerart"),
    *("betrag", "zeitraum_ab", "zeitraum_bis", "nachweis_bis", "jahresrahmen", "ausgezahlt", "person"),
)
_PERSON_KEYS = ("personalnummer", "stelle", "ab", "bis", "vzae", "qualifikation")


@dataclass(frozen=True, slots=True)
class FundedPerson:
    """Bewilligte Person: one person on one post with an individual funding period, share and qualification."""

    staff_number: str
    position: Position
    days: DaySpan
    fte: Fte
    qualification: Qualification

    def holds(self, tenure: Tenure) -> bool:
        """Return whether a tenure is this person's on this post; the days are another question."""
        return tenure.staff_number == self.staff_number and tenure.position == self.position


@dataclass(frozen=True, slots=True)
class PersonAward:
    """Bewilligung (personenscharf): one dated version of the notice to one applicant.

    ``amount`` is the frame of the whole period. ``year_frames`` are those of single years where the notice names them;
    ``paid`` is what was paid for earlier years of the period, which the frame of the rest depends on.
    """

    file: str
    programme: str
    rule_version: str
    version: int
    dated: date
    reference: str
    carrier: Carrier
    amount: Money
    period: DaySpan
    proof_due: date
    year_frames: Mapping[int, Money]
    paid: Mapping[int, Money]
    persons: tuple[FundedPerson, ...]

    @property
    def years(self) -> range:
        """Return the numbers of the years in which the period lies."""
        return range(self.period.first.year, (self.period.last or self.period.first).year + 1)

    def years_without_payment(self, year: FundingYear) -> tuple[int, ...]:
        """Return the earlier years whose payments must be known before the frame of a year is: none where it is named.

        A missing payment is not a payment of zero.
        """
        if year.number in self.year_frames:
            return ()
        return tuple(number for number in self.years if number < year.number and number not in self.paid)

    def frame_of(self, year: FundingYear) -> Money:
        """Return what is available in a year; all years together are never more than the amount.

        A year with a frame of its own has that frame, at most what earlier years left; any other year has what earlier
        years left, less the frames of later ones. Raises ValueError while a payment of an earlier year that this
        depends on is not known.
        """
        if missing := self.years_without_payment(year):
            message = f"the payments of {missing} are not known"
            raise ValueError(message)
        left = self.amount - self.committed_before(year)
        named = self.year_frames.get(year.number)
        return max(left - self.reserved_after(year) if named is None else min(named, left), ZERO)

    def committed_before(self, year: FundingYear) -> Money:
        """Return what earlier years were paid; where that is not known, the frame named for them."""
        return total(
            self.paid.get(number, self.year_frames.get(number, ZERO)) for number in self.years if number < year.number
        )

    def reserved_after(self, year: FundingYear) -> Money:
        """Return the frames named for later years."""
        return total(frame for number, frame in self.year_frames.items() if number > year.number)


def read_person_award(fields: Fields) -> PersonAward:
    """Return the award of a parsed document. Raises UnreadableError for a missing, unknown or impossible entry."""
    fields.refuse_unknown(_KEYS)
    kinds = {kind.value: kind for kind in CarrierKind}
    key = fields.carrier_key("traeger")
    period = fields.span("zeitraum_ab", "zeitraum_bis")
    award = PersonAward(
        file=fields.file,
        programme=fields.text("programm"),
        rule_version=fields.text("regelfassung"),
        version=fields.count("fassung"),
        dated=fields.day("datum"),
        reference=fields.text("aktenzeichen"),
        carrier=Carrier(key, fields.text("name"), kinds[fields.choice("traegerart", tuple(kinds))]),
        amount=fields.positive("betrag"),
        period=period,
        proof_due=fields.day("nachweis_bis"),
        year_frames=_amounts(fields, "jahresrahmen", period),
        paid=_amounts(fields, "ausgezahlt", period),
        persons=tuple(_person(person, key, period) for person in fields.tables("person")),
    )
    _refuse_impossible(fields, award)
    return award


def _person(fields: Fields, carrier_key: str, period: DaySpan) -> FundedPerson:
    fields.refuse_unknown(_PERSON_KEYS)
    qualifications = {each.value: each for each in Qualification}
    days = fields.span("ab", "bis")
    if days.overlap(period) != days:
        raise fields.refuse(
            "ab",
            f"und „bis“ ({format_span(days)}) liegen nicht ganz im Bewilligungszeitraum {format_span(period)}.",
            "Bitte den Zeitraum der Person oder den der Bewilligung berichtigen.",
        )
    try:
        share = parse_fte(Cell(fields.text("vzae")))
    except CellError as problem:
        raise fields.refuse("vzae", f"({fields.text('vzae')}): {problem.text}", problem.remedy) from None
    return FundedPerson(
        staff_number=fields.text("personalnummer"),
        position=Position(carrier_key, fields.text("stelle")),
        days=days,
        fte=share,
        qualification=qualifications[fields.choice("qualifikation", tuple(qualifications))],
    )


def _amounts(fields: Fields, key: str, period: DaySpan) -> dict[int, Money]:
    """Return amounts by year; a notice without such tables names none."""
    amounts: dict[int, Money] = {}
    for line in fields.tables(key) if key in fields.data else ():
        line.refuse_unknown(("jahr", "betrag"))
        number = line.year("jahr").number
        if number in amounts or not period.first.year <= number <= (period.last or period.first).year:
            raise line.refuse(
                "jahr",
                f"{number} steht zweimal da oder liegt nicht im Bewilligungszeitraum {format_span(period)}.",
                "Bitte jedes Jahr des Bewilligungszeitraums höchstens einmal angeben.",
            )
        amounts[number] = line.not_negative("betrag")
    return amounts


def _refuse_impossible(fields: Fields, award: PersonAward) -> None:
    for key, amounts in (("jahresrahmen", award.year_frames), ("ausgezahlt", award.paid)):
        together = total(amounts.values())
        if together > award.amount:
            raise fields.refuse(
                key,
                f"ergeben zusammen {format_euro(together)}, bewilligt sind {format_euro(award.amount)}.",
                "Bitte die Beträge mit dem Bescheid abgleichen.",
            )
    for number, paid in award.paid.items():
        named = award.year_frames.get(number, paid)
        if paid > named:
            raise fields.refuse(
                "ausgezahlt",
                f"nennt für {number} {format_euro(paid)}, der Rahmen des Jahres ist {format_euro(named)}.",
                "Bitte die Auszahlung und den Jahresrahmen mit dem Bescheid abgleichen.",
            )
    for one, other in combinations(award.persons, 2):
        shared = one.days.overlap(other.days)
        if one.staff_number == other.staff_number and one.position == other.position and shared:
            raise fields.refuse(
                "person",
                f"nennt die Person {one.staff_number} auf der Stelle {one.position.number} für den "
                f"{format_date(shared.first)} zweimal.",
                "Bitte die doppelte Zeile streichen oder die Zeiträume berichtigen.",
            )
    for person in award.persons:
        share = _share_on(award.persons, person.staff_number, person.days.first)
        if share > FULL_POST:
            raise fields.refuse(
                "person",
                f"bewilligt der Person {person.staff_number} ab dem {format_date(person.days.first)} zusammen "
                f"{format_fte(share)} VZÄ.",
                "Mehr als 1,00 VZÄ kann niemand ausfüllen; bitte Umfang oder Zeiträume berichtigen.",
            )


def _share_on(persons: Iterable[FundedPerson], staff_number: str, day: date) -> Fte:
    return total_fte(each.fte for each in persons if each.staff_number == staff_number and each.days.contains(day))


def awards_of_year(awards: Iterable[PersonAward], year: FundingYear, known_on: date) -> tuple[PersonAward, ...]:
    """Return the award in force of every applicant whose period reaches into a year, as known on a day, by key.

    Of the versions with one reference only the latest known one pays, whatever years an earlier one covered. Raises
    UnreadableError as `in_order` does, where versions name different programmes, and where two notices would pay for
    one year.
    """
    versions: dict[tuple[str, str], list[PersonAward]] = {}
    for award in awards:
        if award.dated <= known_on:
            versions.setdefault((award.carrier.key, award.reference), []).append(award)
    of_carrier: dict[str, PersonAward] = {}
    for key in sorted(versions):
        *earlier, award = in_order(versions[key])
        for each in earlier:
            if each.programme != award.programme:
                raise _second_notice(award, each, year)
        if award.period.overlap(year.days):
            other = of_carrier.setdefault(award.carrier.key, award)
            if other is not award:
                earlier_one, later_one = sorted((award, other), key=lambda each: (each.dated, each.file))
                raise _second_notice(later_one, earlier_one, year)
    return tuple(of_carrier.values())


def _second_notice(later: PersonAward, earlier: PersonAward, year: FundingYear) -> UnreadableError:
    return UnreadableError(
        f"{later.file}: Für den Träger {later.carrier.key} gibt es im Förderjahr {year.number} schon die "
        f"Bewilligung {earlier.reference} ({earlier.file}).",
        "Ein Jahr wird aus einer Bewilligung gezahlt; bitte Zeitraum und Aktenzeichen prüfen und eine "
        "Änderung als neue Fassung mit demselben Aktenzeichen ablegen.",
    )


def person_slug(account_slug: str, staff_number: str) -> str:
    """Return the beginning of the names of a person's figures: by staff number, never by name.

    Staff numbers are unique within a carrier only, so those of other applicants stand behind the applicant's key.
    """
    own = account_slug == "kreis"
    return f"person.{key_slug(staff_number)}" if own else f"{account_slug}.person.{key_slug(staff_number)}"
