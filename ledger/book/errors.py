"""What a database says, in German sentences: fact and remedy, never a value from a statement, never a password."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.book.guards import FROZEN, NEVER_CHANGED
from ledger.files import free_space
from ledger.finding import ConflictError, RefusalError, UnreadableError
from ledger.german import format_count

if TYPE_CHECKING:
    from sqlalchemy import URL

REMEDY_OF_A_DAMAGE = (
    "Bitte nichts mehr buchen, die letzte Sicherung prüfen und die Betreuung des Verfahrens informieren."
)

_BYTES_OF_A_MEGABYTE = 1_000_000
_TRY_AGAIN = "Bitte kurz warten und den Befehl wiederholen."
_ASK_FOR_HELP = "Bitte die Meldung an die Betreuung des Verfahrens weitergeben."
_RESTORE = "Bitte die letzte Sicherung zurückspielen."
_CHECK_ADDRESS = "Bitte [datenbank] url in foerderbuch.toml oder FOERDERBUCH_DATENBANK prüfen"

# A server says why it turns somebody away only in words, in its own language.
_TURNED_AWAY = (
    (
        r"password authentication failed|no password supplied|Passwort-Authentifizierung",
        "hat Benutzer oder Kennwort nicht anerkannt",
        f"{_CHECK_ADDRESS}; das Kennwort kann auch in der Datei .pgpass stehen.",
    ),
    (
        r"database .* does not exist|Datenbank .* existiert nicht",
        "kennt diese Datenbank nicht",
        f"{_CHECK_ADDRESS} oder die Datenbank anlegen lassen.",
    ),
    (
        r"role .* does not exist|Rolle .* existiert nicht",
        "kennt diesen Benutzer nicht",
        f"{_CHECK_ADDRESS} oder den Benutzer anlegen lassen.",
    ),
    (
        r"pg_hba\.conf",
        "lässt diesen Rechner oder diesen Benutzer nicht zu",
        "Bitte die Betreuung des Servers um die Freigabe in pg_hba.conf bitten.",
    ),
    (
        r"too many clients|too many connections|connection slots|zu viele Verbindungen|verbleibenden Verbindung",
        "nimmt gerade keine weitere Verbindung an",
        _TRY_AGAIN,
    ),
    (
        r"SSL error|support SSL|certificate|Zertifikat",
        "kann keine gesicherte Verbindung aufbauen",
        "Bitte die Angaben zu sslmode und Zertifikaten mit der Betreuung des Servers klären.",
    ),
    (
        r"Connection refused|No such file|failed to resolve|could not translate|timeout|timed out|unreachable|No route",
        "ist nicht erreichbar",
        f"{_CHECK_ADDRESS} und ob Netz und Server laufen.",
    ),
    (
        r"^(connection failed|connection is bad)",
        "hat die Anmeldung nicht angenommen",
        f"{_CHECK_ADDRESS}; den Grund nennt das Protokoll des Servers.",
    ),
)


def book_name(url: URL) -> str:
    """Return how the book of an engine is called in a sentence: its path, or database and server."""
    if url.get_backend_name() == "sqlite":
        return url.database or "im Arbeitsspeicher"
    return f"{url.database} auf {_server(url)}"


def in_german(url: URL, problem: BaseException | None) -> RefusalError:
    """Translate what the driver of a database raised."""
    message = str(problem)
    if refusal := _book_refusal(url, message):
        return refusal
    if url.get_backend_name() == "sqlite":
        return _from_sqlite(url, str(getattr(problem, "sqlite_errorname", None) or type(problem).__name__))
    return _from_postgresql(url, problem)


def _book_refusal(url: URL, message: str) -> ConflictError | None:
    """Return the refusal when a trigger of the book has spoken, in the fixed words of ``guards.py``."""
    if message.startswith(FROZEN):
        return ConflictError(
            f"Das Förderjahr ist festgeschrieben; das Buch {book_name(url)} hat die Buchung abgelehnt.",
            "Bitte prüfen, zu welchem Jahr die Angaben gehören.",
        )
    if message.startswith(NEVER_CHANGED):
        return ConflictError(
            f"Gebuchte Angaben werden nie geändert oder gelöscht; das Buch {book_name(url)} hat es abgelehnt.",
            "Bitte eine Berichtigung als Storno und neue Buchung vornehmen.",
        )
    return None


def _from_sqlite(url: URL, code: str) -> RefusalError:
    book = book_name(url)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _held(book)
    if code.startswith("SQLITE_FULL"):
        return UnreadableError(
            f"Der Datenträger ist voll{_room(url)}; in das Buch {book} wurde nichts geschrieben.",
            "Bitte Speicherplatz schaffen und den Befehl wiederholen.",
        )
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_IOERR")):
        return UnreadableError(
            f"Das Buch {book} kann nicht geöffnet oder beschrieben werden.",
            "Bitte prüfen, ob der Ordner vorhanden und für Sie beschreibbar ist.",
        )
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", UnicodeDecodeError.__name__)):
        return UnreadableError(f"Die Datei {book} ist kein Förderbuch oder beschädigt.", _RESTORE)
    return _refused(book, code)


def _from_postgresql(url: URL, problem: BaseException | None) -> RefusalError:
    book, kind = book_name(url), type(problem).__name__
    state = str(getattr(problem, "sqlstate", None) or "")
    if state in ("55P03", "40001", "40P01"):
        return _held(book)
    if state == "53100":
        return UnreadableError(
            f"Der Datenträger des Servers {_server(url)} ist voll; in das Buch {book} wurde nichts geschrieben.",
            "Bitte auf dem Server Speicherplatz schaffen lassen und den Befehl wiederholen.",
        )
    if state in ("25006", "42501"):
        return UnreadableError(
            f"Das Buch {book} kann mit dieser Anmeldung nicht beschrieben oder gelesen werden.",
            "Bitte die Betreuung des Servers um die nötigen Rechte bitten.",
        )
    if state in ("XX001", "XX002"):
        return UnreadableError(f"Das Buch {book} ist beschädigt.", _RESTORE)
    if state.startswith(("08", "53300", "57P")) or (not state and kind == "OperationalError"):
        return _no_connection(url, str(problem))
    return _refused(book, state or kind)


def _no_connection(url: URL, message: str) -> UnreadableError:
    """Say why there is no connection, or no longer; nobody knows then whether the last commit has arrived."""
    for words, fact, remedy in _TURNED_AWAY:
        if re.search(words, message):
            return UnreadableError(f"Der Datenbankserver des Buchs {book_name(url)} {fact}.", remedy)
    return UnreadableError(
        f"Die Verbindung zum Buch {book_name(url)} ist abgebrochen.",
        "Bitte den Befehl wiederholen; was schon gebucht ist, wird nicht noch einmal gebucht.",
    )


def _held(book: str) -> ConflictError:
    return ConflictError(f"Das Buch {book} wird gerade von einem anderen Programm beschrieben.", _TRY_AGAIN)


def _refused(book: str, code: str) -> UnreadableError:
    return UnreadableError(
        f"Das Buch {book} hat den Zugriff abgelehnt ({code}); es wurde nichts geschrieben.", _ASK_FOR_HELP
    )


def _server(url: URL) -> str:
    """Return the name of the server as people know it."""
    host = url.host or url.query.get("host") or ""
    name = host if isinstance(host, str) else ", ".join(host)
    return name if name and not name.startswith("/") else "diesem Rechner"


def _room(url: URL) -> str:
    """Return how much room there is beside the book."""
    if not url.database:
        return ""
    megabytes = free_space(Path(url.database).absolute().parent) // _BYTES_OF_A_MEGABYTE
    return f" (frei: {format_count(megabytes)} MB)"
