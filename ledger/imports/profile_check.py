"""Whether a profile makes sense as a whole: every field once, no title for two things, enough to recognise a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.finding import UnreadableError
from ledger.imports.header import FEWEST_COLUMNS, normal_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.imports.profile import Profile
    from ledger.imports.schema import Schema


def refusal(file: str, key: str, fact: str, remedy: str) -> UnreadableError:
    """Return the refusal of a profile for a key."""
    return UnreadableError(f"{file}: „{key}“ {fact}", remedy)


def refuse_gaps(profile: Profile, schema: Schema, file: str) -> None:
    """Raise UnreadableError for a profile that leaves a field open, or says in two places where it stands."""
    decided = (profile.spread.value, *profile.spread.decides) if profile.spread else ()
    named = [*profile.columns, *profile.labels, *profile.constants, *decided]
    keys = {field.name: field.key for field in schema.fields}
    for name in named:
        if named.count(name) > 1:
            fact = "ist im Profil zweimal geregelt."
            raise refusal(file, keys[name], fact, "Bitte das Feld nur an einer Stelle nennen.")
    missing = [field.key for field in schema.fields if field.required and field.name not in named]
    if missing:
        raise refusal(
            file,
            "spalten",
            f"lässt offen, wo diese Felder stehen: {', '.join(missing)}.",
            "Bitte jedes Feld unter [spalten], [angaben] oder [festwerte] nennen.",
        )
    _refuse_wrong_way(schema, named, keys, file)
    for spread in schema.spreads:
        if spread.total in named and spread is not profile.spread:
            fact = "gehört nur zu Monatsspalten."
            raise refusal(file, keys[spread.total], fact, "Bitte das Feld streichen oder [monatsspalten] nennen.")
    always = len([name for name in profile.columns if name not in profile.may_lack]) + len(profile.spread_columns)
    if always < FEWEST_COLUMNS:
        raise refusal(
            file,
            "spalten",
            "nennt zu wenige Spalten, um eine Datei daran zu erkennen.",
            "Bitte mindestens zwei Spalten nennen, die immer da sind.",
        )


def _refuse_wrong_way(schema: Schema, named: Sequence[str], keys: dict[str, str], file: str) -> None:
    """Of the ways to say the same thing a profile takes exactly one, and that one whole."""
    begun = [group for group in schema.alternatives if any(name in named for name in group)]
    if schema.alternatives and (len(begun) != 1 or not all(name in named for name in begun[0])):
        ways = " oder ".join(" und ".join(keys[name] for name in group) for group in schema.alternatives)
        raise refusal(file, "spalten", "nennt nicht genau einen der möglichen Wege.", f"Möglich sind: {ways}.")


def refuse_shared_titles(profile: Profile, schema: Schema, file: str) -> None:
    """Raise UnreadableError for a title that stands twice; labels above the header are apart from the columns."""
    keys = {field.name: field.key for field in schema.fields}
    columns = [
        *((keys[name], titles) for name, titles in profile.columns.items()),
        *((str(column.stands_for), column.titles) for column in profile.spread_columns),
        ("nicht_gebucht", profile.unbooked),
    ]
    labels = [(keys[name], titles) for name, titles in profile.labels.items()]
    for group in (columns, labels):
        owners: dict[str, str] = {}
        for key, titles in group:
            for title in titles:
                owner = owners.get(normal_title(title))
                if owner is not None:
                    fact = "doppelt" if owner == key else f"auch für „{owner}“"
                    raise refusal(
                        file,
                        key,
                        f"nennt die Überschrift „{title}“ {fact}.",
                        "Bitte jede Überschrift nur einmal nennen; Groß- und Kleinschreibung zählen nicht.",
                    )
                owners[normal_title(title)] = key
