"""Every change of a single value in a parsed rule file: another number, choice, day, name or clause, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

from grants.law.clause import UNKNOWN_CLAUSE, Status
from grants.law.names import CHOICES, PRINCIPLES, QUANTITIES
from grants.law.rounding import RoundingPolicy
from grants.law.rules import FundingType, SettlementMethod, Side, Unit
from ledger.cost import CostKind
from ledger.staff import PositionRole, Qualification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from enum import Enum

Path = tuple[Any, ...]
EMPTY, DROPPED = " ", "(left out)"
WORDS = ("titel", "dokument", "inhalt")
COUNTIES = ("Landkreis Heilbronn", "Landkreis Biberach", "Landkreis Waldshut")


@dataclass(frozen=True, slots=True)
class Change:
    """One value replaced by another one or left out: where, what by what, and the file as it is then.

    ``key`` is what the file calls the value.
    """

    place: str
    key: str
    old: object
    new: object
    data: Mapping[str, Any]


def changes_of(data: Mapping[str, Any], programmes: Iterable[str]) -> Iterator[Change]:
    """Yield every change of a file, in its order."""
    named = tuple(dict.fromkeys(programmes))
    for path, old in _leaves(data):
        key = str(path[-1])
        parents = _tables_on(data, path)
        for new in dict.fromkeys((DROPPED, *_others(key, old, parents, named))):
            value = list(new) if isinstance(new, tuple) else new
            yield Change(_place(path, parents), key, old, value, _replaced(data, path, value))


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _tables_on(data: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    """Return the tables a value lies in, the file first."""
    tables, inner = [data], data[path[0]]
    for step in path[1:]:
        if isinstance(inner, dict):
            tables.append(inner)
        inner = inner[step]
    return tables


def _place(path: Path, parents: Sequence[Mapping[str, Any]]) -> str:
    """Return where a value stands, its section called by its name: ``groesse/landesbetrag/wert/0/wert``."""
    if len(path) == 1:
        return str(path[0])
    section = parents[1]
    called = (section.get("name"), section.get("fuer"), section.get("art"), *section.get("aufgaben", ()))
    name = " ".join(str(part) for part in called if part) or str(path[1])
    return "/".join([str(path[0]), name, *(str(step) for step in path[2:])])


def _replaced(value: Any, path: Path, new: object) -> Any:
    """Return the parsed file with one value replaced or left out; all else is shared."""
    if not path:
        return new
    step, *rest = path
    if not rest and new == DROPPED:
        return {key: inner for key, inner in value.items() if key != step}
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[step] = _replaced(value[step], tuple(rest), new)
    return copied


def _others(key: str, old: Any, parents: Sequence[Mapping[str, Any]], programmes: tuple[str, ...]) -> Iterable[object]:
    """Return what to try instead of a value."""
    if isinstance(old, date):
        return (old - timedelta(days=1), old + timedelta(days=1))
    if key in _MEMBERS:
        return (member.value for member in _MEMBERS[key] if member.value != old)
    if key == "wert":
        section = parents[-2]
        is_choice = section["einheit"] == Unit.CHOICE.value
        return (each for each in CHOICES[section["name"]] if each != old) if is_choice else _numbers_near(old)
    if key == "name":
        known = PRINCIPLES if "inhalt" in parents[-1] else QUANTITIES
        return (name for name in known if name != old)
    if key == "programm":
        return (each for each in (*programmes, f"{old}-2") if each != old)
    return _NEIGHBOURS[key](old, parents[0])


_MEMBERS: dict[str, type[Enum]] = {
    "methode": SettlementMethod,
    "finanzierungsart": FundingType,
    "einheit": Unit,
    "rundung": RoundingPolicy,
    "art": CostKind,
    "aufgabe": PositionRole,
    "seite": Side,
    "status": Status,
}


def _numbers_near(text: str) -> Iterator[str]:
    """Yield a number one unit of its last place higher and lower, and with a digit dropped."""
    places = len(text.partition(",")[2])
    number = Decimal(text.replace(".", "").replace(",", "."))
    step = Decimal(1).scaleb(-places)
    for near in (number + step, number - step, (number / 10).quantize(step)):
        if near != number:
            yield f"{near:,.{places}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _clauses_near(text: str, _: Mapping[str, Any]) -> Iterator[str]:
    if text == UNKNOWN_CLAUSE:
        yield from (EMPTY, "4.1", "§ 12 FlüAG")
    else:
        number = re.findall(r"\d+", text)[-1]
        head, tail = text[: text.rindex(number)], text[text.rindex(number) + len(number) :]
        yield from (EMPTY, UNKNOWN_CLAUSE, f"{head}{int(number) + 1}{tail}", f"{text}.1")


def _versions_near(text: str, _: Mapping[str, Any]) -> Iterator[str]:
    head, separator, last = text.rpartition("/")
    yield EMPTY
    yield from (f"{head}{separator}{int(last) + step}" for step in (1, -1))
    if head:
        yield from (f"{int(head) + step}/{last}" for step in (1, -1))


def _subjects_near(text: str, _: Mapping[str, Any]) -> Iterator[str]:
    yield from (EMPTY, f"{text} 2")
    names = [each.value for each in Qualification]
    yield from (each for group in (names, COUNTIES) if text in group for each in group if each != text)


def _short_titles_near(text: str, _: Mapping[str, Any]) -> Iterator[str]:
    yield from (EMPTY, f"{text[:-1]}{chr(ord(text[-1]) + 1)}")


def _regulations_near(text: str, file: Mapping[str, Any]) -> Iterator[str]:
    yield from (EMPTY, f"{text[:-1]}{chr(ord(text[-1]) + 1)}", file["kurztitel"])


def _no_words(_: str, __: Mapping[str, Any]) -> Iterator[str]:
    yield EMPTY


def _roles_near(roles: list[str], _: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    every = [role.value for role in PositionRole]
    for count in range(len(every) + 1):
        yield from (chosen for chosen in combinations(every, count) if set(chosen) != set(roles))


_NEIGHBOURS: dict[str, Callable[[Any, Mapping[str, Any]], Iterator[object]]] = {
    **dict.fromkeys(WORDS, _no_words),
    "nr": _clauses_near,
    "fassung": _versions_near,
    "fuer": _subjects_near,
    "kurztitel": _short_titles_near,
    "regelwerk": _regulations_near,
    "aufgaben": _roles_near,
}
