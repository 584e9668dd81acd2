"""Which version of the schema a book has, who may open it, and how an older one is brought up to the present."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, inspect, select

from ledger.book.engine import transaction
from ledger.book.errors import book_name
from ledger.book.guards import drop_guards, set_guards
from ledger.book.schema import BOOK_INFO, SCHEMA_VERSION
from ledger.book.verification import verify_book
from ledger.finding import ConflictError, FindingsError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from sqlalchemy import Connection, Engine

    from ledger.act import Act

_REVISIONS = Path(__file__).with_name("migrations")


class SchemaKind(Enum):
    """What lies at the place of a book."""

    EMPTY = auto()
    CURRENT = auto()
    OLDER = auto()
    NEWER = auto()
    FOREIGN = auto()


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Fassung of what lies at the place of a book; no version for what is empty or foreign."""

    kind: SchemaKind
    version: int | None = None


def schema_state(connection: Connection) -> SchemaState:
    """Return what lies at the place of a book."""
    inspector = inspect(connection)
    tables = inspector.get_table_names()
    if not tables:
        return SchemaState(SchemaKind.EMPTY)
    columns = [column["name"] for column in inspector.get_columns(BOOK_INFO.name)] if BOOK_INFO.name in tables else []
    versions = connection.execute(select(BOOK_INFO)).scalars().all() if columns == ["schema_version"] else []
    if len(versions) != 1:
        return SchemaState(SchemaKind.FOREIGN)
    version = int(versions[0])
    if version == SCHEMA_VERSION:
        return SchemaState(SchemaKind.CURRENT, version)
    return SchemaState(SchemaKind.OLDER if version < SCHEMA_VERSION else SchemaKind.NEWER, version)


def require_usable(state: SchemaState, name: str) -> None:
    """Refuse to work on anything but a book of the present version or a place for a new one.

    Raises ConflictError for a newer or an older book, UnreadableError for something else.
    """
    _refuse_newer_or_foreign(state, name)
    if state.kind is SchemaKind.OLDER:
        raise ConflictError(
            f"Das Buch {name} hat die ältere Fassung {state.version}, dieses Programm arbeitet mit Fassung "
            f"{SCHEMA_VERSION}.",
            "Bitte „foerderbuch datenbank migrieren“ ausführen; davor entsteht eine geprüfte Sicherung.",
        )


def _refuse_newer_or_foreign(state: SchemaState, name: str) -> None:
    if state.kind is SchemaKind.NEWER:
        raise ConflictError(
            f"Das Buch {name} hat die Fassung {state.version}, dieses Programm kennt die Fassung {SCHEMA_VERSION}.",
            "Bitte das Programm verwenden, das diese Fassung angelegt hat, oder ein neueres.",
        )
    if state.kind is SchemaKind.FOREIGN:
        raise UnreadableError(
            f"An der Stelle {name} liegen fremde Daten; das ist kein Förderbuch.",
            "Bitte den Arbeitsordner und die Adresse der Datenbank prüfen.",
        )


def is_older(engine: Engine) -> bool:
    """Return whether a book must be migrated. Raises ConflictError for a newer one, UnreadableError for no book."""
    with transaction(engine) as connection:
        state = schema_state(connection)
    _refuse_newer_or_foreign(state, book_name(engine.url))
    return state.kind is SchemaKind.OLDER


def migrate(engine: Engine, act: Act, find_original: Callable[[str], bytes | None]) -> int | None:
    """Bring an older book up to the present version in one transaction; return the version it had, None if present.

    ``find_original`` gives the bytes with a digest, for versions that did not keep them, or None. Nothing is changed
    when the migrated book does not verify: then FindingsError says why. Raises ConflictError for a newer book and for
    a place without one, UnreadableError for something else.
    """
    name = book_name(engine.url)
    with transaction(engine, writing=True, rebuilding=True) as connection:
        state = schema_state(connection)
        _refuse_newer_or_foreign(state, name)
        if state.version is None:
            raise ConflictError(f"An der Stelle {name} liegt noch kein Buch.", "Bitte den Arbeitsordner prüfen.")
        if state.kind is SchemaKind.CURRENT:
            return None
        drop_guards(connection)
        _upgrade(connection, state.version, act, find_original)
        connection.execute(delete(BOOK_INFO))
        connection.execute(insert(BOOK_INFO), {"schema_version": SCHEMA_VERSION})
        set_guards(connection)
        damages = verify_book(connection).damages
        if damages:
            raise FindingsError(damages, "Das Buch wurde nicht migriert; es ist, wie es war.")
    return state.version


def _upgrade(connection: Connection, version: int, act: Act, find_original: Callable[[str], bytes | None]) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with Operations.context(MigrationContext.configure(connection)):
        for revision in _revisions_after(version):
            revision.upgrade(act=act, find_original=find_original)


def _revisions_after(version: int) -> Iterator[ModuleType]:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(_REVISIONS, version_locations=[_REVISIONS])
    for script in reversed(list(scripts.iterate_revisions(str(SCHEMA_VERSION), str(version)))):
        yield script.module
