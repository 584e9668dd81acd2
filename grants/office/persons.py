"""Who may book: operating-system users that foerderbuch.toml maps to persons. Everybody may read and make drafts."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.finding import ConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.office.acting import Acting
    from grants.settle.documents import Fields

SECTION = "personen"


def read_persons(fields: Fields) -> dict[str, str]:
    """Return the person of each operating-system user; without the section nobody may book."""
    if SECTION not in fields.data:
        return {}
    table = fields.table(SECTION)
    return {user: table.text(user) for user in table.data}


def admit(persons: Mapping[str, str], acting: Acting) -> Acting:
    """Return who acts with the person the user stands for. Raises ConflictError for a user that nobody mapped."""
    person = persons.get(acting.user)
    if person is None:
        raise ConflictError(
            f"{acting.user} ist in der foerderbuch.toml keiner Person zugeordnet und darf lesen, aber nicht buchen, "
            "festschreiben, ausfertigen oder löschen; es wurde nichts geschrieben.",
            f"Bitte dort im Abschnitt [{SECTION}] diese Zeile ergänzen: {person_line(acting.user, 'Name, Amt')}",
        )
    return replace(acting, person=person)


def person_line(user: str, person: str) -> str:
    """Return the line of foerderbuch.toml that maps a user to a person."""
    return f"{json.dumps(user, ensure_ascii=False)} = {json.dumps(person, ensure_ascii=False)}"


def with_person(settings: str, user: str, person: str) -> str:
    """Return the text of foerderbuch.toml with the line of a user in its section of persons, if it is not there."""
    if user in tomllib.loads(settings)[SECTION]:
        return settings
    head = f"[{SECTION}]\n"
    return settings.replace(head, f"{head}{person_line(user, person)}\n", 1)
