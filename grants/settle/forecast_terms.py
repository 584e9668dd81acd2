"""What a forecast assumes: tariff rises, planned fillings and the rule of the annual bonus, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ledger.german import format_date, format_fraction, format_fte, format_span
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_fte, parse_ratio
from ledger.period import DaySpan

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from grants.settle.documents import Fields
    from ledger.finding import UnreadableError
    from ledger.fte import Fte

SETTINGS_FILE, SECTION = "foerderbuch.toml", "prognose"
_PLACES_SHOWN = 2
# No rise of a tariff and no annual bonus comes near them: more is a slip of the comma.
MOST_RISE, MOST_BONUS = 25, 200


@dataclass(frozen=True, slots=True)
class TariffRise:
    """Tariferhöhung: from a day on, all personnel cost rises by so many per cent; without a source an assumption."""

    first_day: date
    percent: Fraction
    source: str = ""

    def words(self) -> str:
        """Return the rise as it is printed beside the forecast."""
        percent = format_fraction(self.percent, _PLACES_SHOWN)
        return f"Tariferhöhung ab {format_date(self.first_day)} um {percent} % ({_mark(self.source)})."


@dataclass(frozen=True, slots=True)
class PlannedFilling:
    """Geplante Besetzung: a post of the county is to be filled from a day on with a share; nobody has it yet."""

    position_number: str
    days: DaySpan
    fte: Fte
    source: str = ""

    def words(self) -> str:
        """Return the filling as it is printed beside the forecast."""
        days = format_span(self.days) if self.days.last else f"ab {format_date(self.days.first)}"
        share = format_fte(self.fte)
        return f"Stelle {self.position_number}: geplante Besetzung mit {share} VZÄ, {days} ({_mark(self.source)})."


@dataclass(frozen=True, slots=True)
class ForecastTerms:
    """Annahmen der Prognose. ``bonus_percent`` is the annual bonus in per cent of a month; None: as in the last year.

    A forecast without any of them is possible: no rise, no filling, everybody's bonus as booked for the last year.
    """

    rises: tuple[TariffRise, ...] = ()
    fillings: tuple[PlannedFilling, ...] = ()
    bonus_percent: Fraction | None = None
    bonus_source: str = ""

    def bonus_words(self) -> str:
        """Return what the expected annual bonus rests on."""
        if self.bonus_percent is None:
            return "Jahressonderzahlung: wie zuletzt gebucht, ohne Arbeitgeberanteile darauf (Annahme)."
        percent = format_fraction(self.bonus_percent, _PLACES_SHOWN)
        return (
            f"Jahressonderzahlung: {percent} % der mittleren Personalausgaben eines Monats von Juli bis September, "
            f"je Monat ohne Besetzung ein Zwölftel weniger ({_mark(self.bonus_source)})."
        )


def _mark(source: str) -> str:
    return f"Quelle: {source}" if source else "Annahme"


def read_forecast_terms(fields: Fields) -> ForecastTerms:
    """Return the section ``[prognose]`` of foerderbuch.toml; without it nothing is assumed beyond the booked months.

    Raises UnreadableError for an unknown key, an unreadable value, a percentage that cannot be meant, or two rises from
    the same day.
    """
    if SECTION not in fields.data:
        return ForecastTerms()
    table = fields.table(SECTION)
    table.refuse_unknown(("tariferhoehungen", "besetzungen", "jahressonderzahlung", "jahressonderzahlung_quelle"))
    rises = [_rise(each) for each in _listed(table, "tariferhoehungen")]
    rises.sort(key=lambda rise: rise.first_day)
    if any(earlier.first_day == later.first_day for earlier, later in pairwise(rises)):
        raise table.refuse(
            "tariferhoehungen", "nennt einen Tag zweimal.", "Bitte je Tag eine Erhöhung mit ihrem ganzen Satz angeben."
        )
    return ForecastTerms(
        tuple(rises),
        tuple(_filling(each) for each in _listed(table, "besetzungen")),
        _percent(table, "jahressonderzahlung", MOST_BONUS) if "jahressonderzahlung" in table.data else None,
        _optional_text(table, "jahressonderzahlung_quelle"),
    )


def _listed(table: Fields, key: str) -> tuple[Fields, ...]:
    return table.tables(key) if key in table.data else ()


def _rise(each: Fields) -> TariffRise:
    each.refuse_unknown(("ab", "prozent", "quelle"))
    return TariffRise(each.day("ab"), _percent(each, "prozent", MOST_RISE), _optional_text(each, "quelle"))


def _filling(each: Fields) -> PlannedFilling:
    each.refuse_unknown(("stelle", "ab", "bis", "vzae", "quelle"))
    first, last = each.day("ab"), each.day("bis") if "bis" in each.data else None
    if last is not None and last < first:
        raise each.refuse("bis", "liegt vor „ab“.", "Bitte den Zeitraum berichtigen.")
    try:
        share = parse_fte(Cell(each.text("vzae")))
    except CellError as problem:
        raise _refuse(each, "vzae", problem) from None
    return PlannedFilling(each.text("stelle"), DaySpan(first, last), share, _optional_text(each, "quelle"))


def _percent(table: Fields, key: str, most: int) -> Fraction:
    try:
        percent = parse_ratio(Cell(table.text(key)))
    except CellError as problem:
        raise _refuse(table, key, problem) from None
    if percent > most:
        text = f"({table.text(key)}): Mehr als {most} % sind nicht zulässig."
        raise table.refuse(key, text, "Bitte das Komma prüfen.")
    return percent


def _refuse(table: Fields, key: str, problem: CellError) -> UnreadableError:
    return table.refuse(key, f"({table.text(key)}): {problem.text}", problem.remedy)


def _optional_text(table: Fields, key: str) -> str:
    return table.text(key) if key in table.data else ""
