"""Where in a rule file a table stands, as an office finds it: the kind of section, its number, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAMING = ("name", "methode", "art", "aufgabe")
HEAD = "Kopf der Datei"


def places_of(data: Mapping[str, Any]) -> dict[int, str]:
    """Return the place of every table of a parsed file by the identity of the table, as long as the data live."""
    return {id(data): HEAD, **dict(_places(data, "", ""))}


def _places(table: Mapping[str, Any], path: str, owner: str) -> Iterator[tuple[int, str]]:
    for key, value in table.items():
        below = f"{path}{key}"
        if isinstance(value, dict):
            yield id(value), f"Abschnitt [{below}]"
        elif isinstance(value, list):
            for number, each in enumerate(value, 1):
                if isinstance(each, dict):
                    named = _named(each) or owner
                    yield id(each), f"Abschnitt [[{below}]] Nr. {number}{named}"
                    yield from _places(each, f"{below}.", named)


def _named(table: Mapping[str, Any]) -> str:
    """Return by what an office knows a section, with those for whom it holds; its number alone is easily miscounted."""
    name = next((table[key] for key in _NAMING if isinstance(table.get(key), str)), "")
    subject = table.get("fuer")
    return f" (\u201e{name}{f' für {subject}' if isinstance(subject, str) else ''}\u201c)" if name else ""
