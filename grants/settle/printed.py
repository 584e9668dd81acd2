"""What a paper prints, as it stands there: amounts, counts, percentages, keys and days, with words like "rund"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.german import format_fraction
from ledger.period import DaySpan, FundingYear, Month

if TYPE_CHECKING:
    from grants.law.clause import Clause

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
SOFT, BELOW, ABOVE = ("rd.", "rund", "ca.", "etwa"), ("knapp",), ("gut",)
LIMITS = ("mindestens", "höchstens", "maximal", "bis zu")
SCALES = {"TEUR": 10**3, "Tsd.": 10**3, "Mio.": 10**6, "Mio": 10**6, "Mrd.": 10**9, "Mrd": 10**9}
THIRDS_OF_A_MONTH = {"Anfang": (1, 10), "Mitte": (11, 20), "Ende": (21, 31)}
MONTHS_PER_QUARTER = 3
LONGEST_NUMBER = 18
PLACES_SHOWN = 4
LONGEST_EXACT = 6

_WORDS = "|".join(re.escape(word) for word in (*SOFT, *BELOW, *ABOVE, *LIMITS))
_SCALES = "|".join(re.escape(word) for word in SCALES)
_NUMBER = re.compile(
    rf"(?:(?P<word>{_WORDS})\s)?(?P<sign>[+\-\u2212]?)\s?"
    r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<decimals>\d+))?"
    rf"\s?(?P<scale>{_SCALES})?\s?(?P<unit>[^\d.,:/+\-][^\d]*)?",
    re.ASCII,
)
_KEY = re.compile(r"1\s?:\s?(\d{1,6})(?:,(\d{1,6}))?", re.ASCII)
_MONTH_NAMES = "|".join(MONTHS)
# Every fact of a county lies in this century; other years are no days here.
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(20\d\d)", re.ASCII)
_DAY_IN_WORDS = re.compile(rf"(\d{{1,2}})\. ({_MONTH_NAMES}) (20\d\d)", re.ASCII)
_MONTH = re.compile(rf"(?:(Anfang|Mitte|Ende) )?({_MONTH_NAMES}) (20\d\d)", re.ASCII)
_QUARTER = re.compile(r"([1-4])\. Quartal (20\d\d)", re.ASCII)
_YEAR = re.compile(r"(20\d\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"(?<=\d/)(\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """Gedruckte Zahl: its exact value, the value of its last printed place, its softening word, whether per cent.

    Amounts are in euros (also where the paper prints TEUR or Mio.), percentages in per cent.
    """

    value: Fraction
    last_place: Fraction
    word: str
    per_cent: bool

    @property
    def is_soft(self) -> bool:
        """Return whether the paper says that the number is not exact."""
        return self.word in (*SOFT, *BELOW, *ABOVE)

    def covers(self, value: Fraction) -> bool:
        """Return whether an exact value may be printed like this: half a place around, below or above the number."""
        apart = value - self.value
        if self.word in BELOW:
            return -self.last_place <= apart <= 0
        if self.word in ABOVE:
            return 0 <= apart <= self.last_place
        return abs(apart) <= self.last_place / 2 if self.is_soft else not apart


@dataclass(frozen=True, slots=True)
class Known:
    """Angabe: what an operand is, by its name; as number, as days, as text, and with its clause if it is a rule's.

    ``text`` is shown to people, ``meaning`` is compared.
    """

    name: str
    text: str
    meaning: str
    number: PrintedNumber | None = None
    days: DaySpan | None = None
    clause: Clause | None = None


def read_known(name: str, printed: str, meant: str = "") -> Known:
    """Return what a paper prints; ``meant`` says the same legibly where the paper prints words ("fünf" is 5).

    A text that is neither number nor day stays a text; whoever needs a number of it refuses.
    """
    legible = meant or printed
    shown = f"{printed}, gemeint {meant}" if meant else printed
    return Known(name, shown, legible, read_number(legible), read_days(legible))


def read_number(text: str) -> PrintedNumber | None:
    """Return the number a text prints, None when it is none."""
    text = text.replace("\u00a0", " ").strip()
    if key := _KEY.fullmatch(text):
        return PrintedNumber(Fraction(f"{key[1]}.{key[2] or 0}"), Fraction(1), "", per_cent=False)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    scale, decimals = SCALES.get(match["scale"] or "", 1), match["decimals"] or ""
    digits = match["whole"].replace(".", "") + decimals
    if len(digits) > LONGEST_NUMBER:
        return None
    value = Fraction(int(digits) * scale, 10 ** len(decimals))
    place = Fraction(scale, 10 ** len(decimals))
    word = match["word"] or ""
    if word in (*SOFT, *BELOW, *ABOVE):
        # Of "rd. 65.500" only the last digit that is no zero is meant.
        place *= 10 ** (len(digits) - len(digits.rstrip("0") or digits))
    per_cent = (match["unit"] or "").strip().startswith(("%", "Prozent"))
    return PrintedNumber(value if match["sign"] in ("", "+") else -value, place, word, per_cent)


def read_days(text: str) -> DaySpan | None:
    """Return the days a text names: a day, a third of a month, a month, a quarter, a year; None when it is none."""
    text = text.replace("\u00a0", " ").strip()
    if match := _DAY.fullmatch(text):
        return _one_day(int(match[3]), int(match[2]), int(match[1]))
    if match := _DAY_IN_WORDS.fullmatch(text):
        return _one_day(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    if match := _MONTH.fullmatch(text):
        days = Month(int(match[3]), MONTHS.index(match[2]) + 1).days
        first, last = THIRDS_OF_A_MONTH.get(match[1] or "", (1, 31))
        return DaySpan(days.first.replace(day=first), min(days.first + timedelta(days=last - 1), last_of(days)))
    if match := _QUARTER.fullmatch(text):
        last = int(match[1]) * MONTHS_PER_QUARTER
        year = int(match[2])
        return DaySpan(Month(year, last - MONTHS_PER_QUARTER + 1).days.first, Month(year, last).days.last)
    if _YEAR.fullmatch(text):
        return FundingYear(int(text)).days
    return None


def last_of(days: DaySpan) -> date:
    """Return the last day of a span that has one, as every printed span does."""
    return days.last or days.first


def _one_day(year: int, month: int, number: int) -> DaySpan | None:
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return DaySpan(day, day)


def same_text(text: str) -> str:
    """Return a text as it is compared: reference numbers with the year in full (445/17 is 445/2017), one blank."""
    return " ".join(_SHORT_YEAR.sub(r"20\1", text.replace("\u00a0", " ")).split())


def tolerated(tolerance: PrintedNumber, printed: PrintedNumber) -> Fraction:
    """Return how far a value may lie from the printed one: ``2 €``, or ``5 %`` of it."""
    return abs(printed.value) * tolerance.value / 100 if tolerance.per_cent else tolerance.value


def value_words(value: Fraction) -> str:
    """Return an exact value in German, with four places and three dots where its decimals do not end early."""
    for places in range(LONGEST_EXACT + 1):
        if (value * 10**places).denominator == 1:
            return format_fraction(value, places)
    return f"{format_fraction(value, PLACES_SHOWN)}…"
