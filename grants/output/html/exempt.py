"""Digits that are no figure and need no mark: years, months, clauses, labels; never where something is counted."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from grants.output.html.days import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable

MARKED = "\ufffc"
"""Stands for each character that an element marks; no pattern here fits it."""

_NEAR = 100
_BLANK = r"[\s\u00ad\u200b-\u200f\u2060]"
_UNIT = re.compile(
    rf"{_BLANK}*(?:€|%|‰|\$|[.,][-–—−]|(?:EUR|T€|TEUR|Euros?|Cents?|Ct|Prozent\w*|Promille|v\.{_BLANK}?H\.|VZÄ"
    r"|Vollzeit\w*|Tsd|Tausend|Mio|Mrd|Million\w*|Milliard\w*|km|m²|kg|[kKMG]B)(?!\w))"
)
_NO_ADJECTIVE = (
    "der|die|den|diese[nr]?|eine[nr]?|keine[nr]?|seine[nr]?|ihre[nr]?|alle[nr]?|aber|oder|ohne|unter|über|je|wie|sowie"
    "|wurden?|waren|werden|haben|hatten?|konnten?|sollen|müssen|blieben|erhielten?"
)
_COUNTED = re.compile(
    rf"{_BLANK}*(?:(?!(?:{_NO_ADJECTIVE})\b)[a-zäöüß]+(?:e|en|er){_BLANK}+)?"
    r"(?:\w*(?:[Pp]erson|[Hh]aushalt|[Ff]all|[Ff]äll|[Ss]tell|[Ss]tund|[Mm]onat|[Ww]oche|[Tt]ag|[Mm]inute"
    r"|[Bb]eratung|[Gg]espräch|[Kk]ind|[Mm]ensch|[Ff]amilie|[Pp]lätz|[Pp]latz|[Tt]eilnehm|[Kk]lient|[Ff]lüchtet"
    r"|[Bb]eschäftigt|[Mm]itarbeit|[Kk]räft|[Bb]uchung|[Ff]ortbildung|[Bb]eleg|[Aa]nträg|[Ss]tück)"
    r"(?:e|en|er|ern|n|s|es|et|ete|eten|eter|innen|ende|enden|er:innen|erinnen)?|Jahren?|Mal|mal)(?!\w)"
)
_AMOUNT_BEFORE = re.compile(rf"(?:€|\b(?:EUR|TEUR|Euro|rund|etwa|circa|ca\.|knapp|fast|mindestens)){_BLANK}*$")
# What makes a number before a capital letter a year without doubt; otherwise the capital letter begins what is counted.
_YEAR_BEFORE = re.compile(rf"(?:[Jj]ahr(?:e|es|s)?|{'|'.join(MONTHS)}|Quartal|Halbjahr|Stand|Fassung){_BLANK}+$")
_CAPITAL = re.compile(rf"{_BLANK}+(?=[A-ZÄÖÜ])(?!(?:Abs|Anlage|Art|Fassung|Kapitel|Nrn?|Nummer|Satz|Stand|Teil)\b)")

_NUMBER = r"\d{1,4}[a-z]?(?:\.\d{1,3})*(?!\w|[.,]\d)"
_AND = rf"(?:,|{_BLANK}+(?:und|oder|bis|sowie)){_BLANK}+|[–-]"
_CLAUSE = r"§§?|Nrn?\.|Nummern?|Abs\.|Absatz|Satz|Sätze|Art\.|Artikel|Buchst\.|Ziff\.|Ziffer"
_LABEL = (
    r"Anlagen?|Anhang|Tabellen?|Abbildung|Abb\.|Tab\.|Abschnitt|Kapitel|Kap\.|Teil|TOP|Seiten?|S\.|Blatt|Zeilen?"
    r"|Fußnote|SGB|DIN(?: EN)?(?: ISO)?"
)
_YEAR = r"(?:19|20)\d\d"


def without_exempt(seen: str, printed: str) -> str:
    """Return a text of the same length in which everything that is exempt stands as marked.

    ``seen`` has marked signs in the place of what an element marks, ``printed`` is the whole text as it is read:
    what follows a number decides, marked or not.
    """
    for pattern, is_exempt in _EXEMPT:
        for found in list(pattern.finditer(seen)):
            before = printed[max(found.start() - _NEAR, 0) : found.start()]
            if is_exempt(found, before, printed[found.end() : found.end() + _NEAR]):
                seen = f"{seen[: found.start()]}{MARKED * len(found[0])}{seen[found.end() :]}"
    return seen


def counts(text: str) -> bool:
    """Tell whether a text begins with a unit: the number before it is an amount."""
    return bool(_UNIT.match(text))


def is_day(text: str, iso: str) -> bool:
    """Tell whether a text is the day, the month or the year of a date as ISO 8601 writes it; none for an empty one."""
    if not iso:
        return False
    year, month, day = (int(each) for each in (*iso.split("-"), "1", "1")[:3])
    if not 1 <= month <= len(MONTHS):
        return False
    word = MONTHS[month - 1]
    forms = {str(year), f"{month:02}/{year}", f"{month}/{year}", f"{word} {year}", word}
    days = {f"{day:02}.{month:02}.", f"{day}.{month}.", f"{day}. {word}"}
    if iso.count("-") == len(("month", "day")):
        forms |= days | {f"{each}{year}" for each in days} | {f"{day}. {word} {year}"}
    return " ".join(text.split()) in forms


def _is_year(found: re.Match[str], before: str, after: str) -> bool:
    if counts(after) or _AMOUNT_BEFORE.search(before):
        return False
    if found["short"] and (int(found["first"]) + 1) % 100 != int(found["short"]):
        return False
    return bool(_YEAR_BEFORE.search(before)) or not (_COUNTED.match(after) or _CAPITAL.match(after))


def _is_in_calendar(found: re.Match[str], _: str, after: str) -> bool:
    try:
        date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return not counts(after)


def _is_not_counting(_: re.Match[str], before: str, after: str) -> bool:
    return not (counts(after) or _COUNTED.match(after) or _AMOUNT_BEFORE.search(before))


_EXEMPT: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, str], bool]], ...] = (
    (
        re.compile(rf"(?<![\w.,/−-])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{_YEAR})(?![\w/−-]|[.,]\d)"),
        _is_in_calendar,
    ),
    (re.compile(rf"(?<![\w.,/−-])(?:0?[1-9]|1[0-2])/{_YEAR}(?![\w/−-]|[.,]\d)"), _is_not_counting),
    (re.compile(rf"(?<![\w.,/−-])[1-4]\.(?={_BLANK}(?:Quartal|Halbjahr)(?!\w))"), _is_not_counting),
    (re.compile(rf"(?<!\w)(?:{_CLAUSE}){_BLANK}{_NUMBER}(?:(?:{_AND}){_NUMBER})*"), _is_not_counting),
    (re.compile(rf"(?<!\w)(?:{_LABEL}){_BLANK}\d{{1,5}}[a-z]?(?:[.-]\d{{1,3}})*(?!\w|[.,]\d)"), _is_not_counting),
    (
        re.compile(
            rf"(?<![\w.,/−{MARKED}-])(?P<first>{_YEAR})(?:[/–-](?:{_YEAR}|(?P<short>\d\d)))*(?:er)?(?![\w/{MARKED}]|[.,]\d)"
        ),
        _is_year,
    ),
    (re.compile(r"(?<=m)[²³](?!\w)"), _is_not_counting),
)
