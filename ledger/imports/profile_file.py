"""Read a profile from TOML, strictly: a key that nothing reads or a title that means two things is refused."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ledger.cost import Assignment
from ledger.imports.cells import Cell
from ledger.imports.kinds import SCHEMAS, FileKind
from ledger.imports.meaning import Signs
from ledger.imports.parse import CellError, printable
from ledger.imports.profile import Profile, SpreadColumn
from ledger.imports.profile_check import refusal, refuse_gaps, refuse_shared_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.finding import UnreadableError
    from ledger.imports.schema import Field, Schema, Spread

MONTHS = (
    *("januar", "februar", "maerz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_SIGNS = {"positiv": True, "negativ": False}


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """Return the profiles shipped with the program, in the order of their kinds."""
    files = list(resources.files("ledger.imports").joinpath("profiles").iterdir())
    profiles = [
        read_profile(tomllib.loads(file.read_text("utf-8")), file.name, own=False)
        for file in sorted(files, key=lambda file: file.name)
    ]
    order = list(FileKind)
    return tuple(sorted(profiles, key=lambda profile: order.index(profile.kind)))


def read_profile(data: Mapping[str, Any], file: str, *, own: bool = True) -> Profile:
    """Return the profile of a TOML document. Raises UnreadableError naming file and key."""
    document = _Document(file, data)
    kind = FileKind(document.choice("art", [kind.value for kind in FileKind]))
    schema = SCHEMAS[kind]
    spreads = [spread.section for spread in schema.spreads]
    sections = ["spalten", "angaben", "festwerte", *spreads, *(["vorzeichen"] if schema.signed else [])]
    lists = ["summenzeilen", "nicht_gebucht", "darf_fehlen"]
    document.refuse_unknown("", data, ["name", "art", *lists, *sections, *([schema.codes] if schema.codes else [])])
    in_rows = [field for field in schema.fields if not field.above]
    columns = document.titles_of_fields("spalten", in_rows)
    labels = document.titles_of_fields("angaben", schema.fields)
    spread = document.chosen_spread(schema)
    profile = Profile(
        name=document.text("name"),
        kind=kind,
        columns=columns,
        labels=labels,
        constants=document.constants(schema),
        may_lack=document.may_lack(schema, {*columns, *labels}),
        spread=spread,
        spread_columns=document.spread_columns(spread),
        signs=document.signs() if schema.signed else Signs(),
        assignments=document.assignments(schema.codes),
        total_labels=document.texts("summenzeilen"),
        unbooked=document.texts("nicht_gebucht"),
        own=own,
    )
    refuse_gaps(profile, schema, file)
    refuse_shared_titles(profile, schema, file)
    return profile


class _Document:
    """One TOML document: each method reads a part of it and refuses what cannot be meant."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self._file, self._data = file, data

    def refuse(self, key: str, fact: str, remedy: str) -> UnreadableError:
        return refusal(self._file, key, fact, remedy)

    def refuse_unknown(self, section: str, keys: Iterable[str], known: list[str]) -> None:
        for key in keys:
            if key not in known:
                raise self.refuse(f"{section}{key}", "ist nicht vorgesehen.", f"Vorgesehen sind: {', '.join(known)}.")

    def text(self, key: str) -> str:
        value = self._data.get(key)
        if value is None:
            raise self.refuse(key, "fehlt.", "Erwartet wird ein Text in Anführungszeichen.")
        return self._text(key, value)

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "ist kein Text.", "Erwartet wird ein Text in Anführungszeichen.")
        try:
            return printable(value)
        except CellError as problem:
            raise self.refuse(key, f"ist kein gültiger Text: {problem.text}", problem.remedy) from None

    def choice(self, key: str, known: list[str]) -> str:
        value = self.text(key)
        if value not in known:
            raise self.refuse(key, f"darf nicht „{value}“ sein.", f"Erlaubt sind: {', '.join(known)}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self._texts(key, self._data[key]) if key in self._data else ()

    def _texts(self, key: str, values: object) -> tuple[str, ...]:
        if not isinstance(values, list) or not values:
            raise self.refuse(key, "ist keine Liste von Texten.", 'Bitte schreiben: ["Betrag", "Summe EUR"].')
        return tuple(self._text(key, value) for value in values)

    def _section(self, name: str) -> Mapping[str, Any]:
        section = self._data.get(name, {})
        if not isinstance(section, dict):
            raise self.refuse(name, "ist kein Abschnitt.", f"Bitte einen Abschnitt [{name}] schreiben.")
        return section

    def titles_of_fields(self, name: str, fields: Iterable[Field]) -> dict[str, tuple[str, ...]]:
        section, known = self._section(name), {field.key: field.name for field in fields}
        self.refuse_unknown(f"{name}.", section, list(known))
        return {known[key]: self._texts(f"{name}.{key}", titles) for key, titles in section.items()}

    def constants(self, schema: Schema) -> dict[str, Any]:
        section, known = self._section("festwerte"), {field.key: field for field in schema.fields}
        self.refuse_unknown("festwerte.", section, list(known))
        constants = {}
        for key, value in section.items():
            name = f"festwerte.{key}"
            try:
                constants[known[key].name] = known[key].parse(Cell(self._text(name, value)))
            except CellError as problem:
                raise self.refuse(name, f"({value}): {problem.text}", problem.remedy) from None
        return constants

    def may_lack(self, schema: Schema, named: set[str]) -> frozenset[str]:
        known = {field.key: field.name for field in schema.fields if not field.required and field.name in named}
        lacking = self.texts("darf_fehlen")
        for key in lacking:
            if key not in known:
                raise self.refuse(
                    "darf_fehlen",
                    f"nennt „{key}“; das Feld wird immer gebraucht oder kommt im Profil nicht vor.",
                    f"Fehlen dürfen hier: {', '.join(known) or 'keine'}.",
                )
        return frozenset(known[key] for key in lacking)

    def chosen_spread(self, schema: Schema) -> Spread | None:
        chosen = [spread for spread in schema.spreads if spread.section in self._data]
        if len(chosen) > 1:
            raise self.refuse(
                chosen[1].section, f"steht neben [{chosen[0].section}].", "Bitte nur einen der beiden verwenden."
            )
        return chosen[0] if chosen else None

    def spread_columns(self, spread: Spread | None) -> tuple[SpreadColumn, ...]:
        if spread is None:
            return ()
        section = self._section(spread.section)
        if spread.by_month:
            self.refuse_unknown(f"{spread.section}.", section, list(MONTHS))
            months = sorted((MONTHS.index(key) + 1, key) for key in section)
            return tuple(
                SpreadColumn(month, self._texts(f"{spread.section}.{key}", section[key])) for month, key in months
            )
        return tuple(
            SpreadColumn(self._text(spread.section, name), self._texts(f"{spread.section}.{name}", titles))
            for name, titles in section.items()
        )

    def signs(self) -> Signs:
        section = self._section("vorzeichen")
        self.refuse_unknown("vorzeichen.", section, ["ausgaben", "einnahmen"])
        read = []
        for key in ("ausgaben", "einnahmen"):
            value = section.get(key)
            if value not in _SIGNS:
                raise self.refuse(
                    f"vorzeichen.{key}",
                    "fehlt oder ist nicht lesbar.",
                    f"Bitte angeben, wie sie in der Datei stehen: {' oder '.join(_SIGNS)}.",
                )
            read.append(_SIGNS[value])
        return Signs(*read)

    def assignments(self, name: str) -> dict[str, Assignment]:
        assignments = {}
        for code, value in self._section(name).items() if name else ():
            assignment = Assignment.named(self._text(f"{name}.{code}", value))
            if assignment is None:
                names = ", ".join(Assignment.names())
                raise self.refuse(f"{name}.{code}", f"darf nicht „{value}“ sein.", f"Erlaubt sind: {names}.")
            assignments[code] = assignment
        return assignments
