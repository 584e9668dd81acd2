"""A book in a PostgreSQL database: one writer at a time, readers see one state, the address shows no password."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from ledger.finding import UnreadableError

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import URL, Connection, Engine

WRITING = {"isolation_level": "READ COMMITTED"}
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_SECONDS_TO_CONNECT = 30
# The letters "Foerderb" as a number: whoever writes the book of a database holds the lock of this name.
_LOCK = 0x466F657264657262


def open_engine(address: str, seconds: int) -> Engine:
    """Return the engine of a PostgreSQL book; another writer is waited for some seconds.

    Raises UnreadableError for an address that is none.
    """
    url = read_url(address)
    given = {"application_name": "foerderbuch", "connect_timeout": _SECONDS_TO_CONNECT}
    engine = create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={name: value for name, value in given.items() if name not in url.query},
    )
    event.listen(engine, "connect", _require_unicode)
    event.listen(engine, "begin", partial(_begin, milliseconds=round(seconds * 1000)))
    return engine


def read_url(address: str) -> URL:
    """Return the URL of an address such as ``postgresql://foerderbuch@server/foerderbuch``.

    Raises UnreadableError that says what is wrong and repeats nothing, because the address may hold a password.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise _unusable("ist nicht lesbar") from None
    if url.drivername not in _SCHEMES:
        raise _unusable("beginnt nicht mit postgresql://")
    if "@" in f"{url.host}{url.database}":
        raise UnreadableError(
            "Die Adresse der Datenbank enthält das Zeichen @ mehr als einmal.",
            "Bitte Sonderzeichen im Kennwort umschreiben (@ als %40, / als %2F) oder es in der Datei .pgpass ablegen.",
        )
    if not url.database:
        raise _unusable("nennt keine Datenbank")
    return url.set(drivername="postgresql+psycopg")


def _unusable(fact: str) -> UnreadableError:
    return UnreadableError(
        f"Die Adresse der Datenbank {fact}.",
        "Bitte [datenbank] url oder FOERDERBUCH_DATENBANK in der Form postgresql://BENUTZER@SERVER/DATENBANK angeben.",
    )


def _require_unicode(connection: psycopg.Connection[Any], _record: object) -> None:
    """Refuse a database that could not keep every name and every sign."""
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise UnreadableError(
            f"Die Datenbank {connection.info.dbname} ist nicht in UTF-8 angelegt.",
            "Bitte eine Datenbank mit ENCODING 'UTF8' anlegen lassen.",
        )


def _begin(connection: Connection, *, milliseconds: int) -> None:
    """Set up this transaction only, because a connection may come from somebody's pool; writers take the lock."""
    # Rows that a policy would hide are an error, never a smaller sum.
    statements = [
        f"SET LOCAL lock_timeout = {milliseconds}",
        "SET LOCAL TIME ZONE 'UTC'",
        "SET LOCAL row_security = off",
    ]
    if connection.get_execution_options().get("writing", False):
        statements.append(f"SELECT pg_advisory_xact_lock({_LOCK})")
    connection.exec_driver_sql("; ".join(statements))
