"""What databases say reaches an office as a German sentence with a remedy, without values and without passwords."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import event, make_url, text

from ledger.book.engine import open_engine, transaction
from ledger.book.errors import book_name, in_german
from ledger.book.postgresql import read_url
from ledger.finding import ConflictError, RefusalError, UnreadableError
from tests.ledger.small_files import is_german_sentence
from tests.postgres import PASSWORD, SECURED

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from tests.postgres import Server

SECRET = "Streng-Geheim-4711"  # noqa: S105 - must never show up


def refusal(kind: type[RefusalError], act: Callable[[], object]) -> RefusalError:
    with pytest.raises(kind) as caught:
        act()
    problem = caught.value
    assert type(problem) is kind
    assert is_german_sentence(problem.text), problem.text
    assert is_german_sentence(problem.remedy), problem.remedy
    assert SECRET not in str(problem)
    assert quote(PASSWORD, safe="") not in str(problem)
    assert PASSWORD not in str(problem)
    assert problem.__context__ is None or problem.__suppress_context__  # nothing more for a traceback to show
    return problem


def run(engine: Engine, *statements: str, **values: object) -> None:
    with transaction(engine, writing=True) as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def look(address: Path | str) -> None:
    with transaction(open_engine(address)) as connection:
        connection.execute(text("SELECT 1"))


# The book refuses


def make_trigger_that_says(engine: Engine, message: str) -> None:
    run(engine, "CREATE TABLE entry (voucher TEXT UNIQUE)")
    if engine.dialect.name == "sqlite":
        run(engine, f"CREATE TRIGGER wall BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    run(
        engine,
        f"CREATE FUNCTION wall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$",
        "CREATE TRIGGER wall BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION wall()",
    )


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("frozen year", "Das Förderjahr ist festgeschrieben"),
        ("book rows are never changed or deleted", "werden nie geändert oder gelöscht"),
    ],
)
def test_what_the_triggers_of_the_book_refuse_is_a_conflict(book_address: Path | str, message: str, words: str) -> None:
    engine = open_engine(book_address)
    make_trigger_that_says(engine, message)
    problem = refusal(ConflictError, lambda: run(engine, "INSERT INTO entry VALUES (:voucher)", voucher=SECRET))
    assert words in problem.text


@pytest.mark.parametrize("values", ["(:voucher), (:voucher)", "(NULL)"])
def test_what_breaks_a_rule_of_a_table_is_refused_without_a_word_of_it(book_address: Path | str, values: str) -> None:
    engine = open_engine(book_address)
    run(engine, "CREATE TABLE entry (voucher TEXT NOT NULL UNIQUE)")
    insert = f"INSERT INTO entry VALUES {values}"  # noqa: S608
    given = {"voucher": SECRET} if ":voucher" in values else {}
    problem = refusal(UnreadableError, lambda: run(engine, insert, **given))
    assert "hat den Zugriff abgelehnt" in problem.text
    assert book_name(engine.url) in problem.text


def test_what_the_driver_itself_refuses_is_translated_as_well(book_address: Path | str) -> None:
    """Bulk loading speaks to the driver, whose errors SQLAlchemy does not see."""

    def speak_to_the_driver() -> None:
        with transaction(open_engine(book_address), writing=True) as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"INSERT INTO nichts VALUES ('{SECRET}')")  # noqa: S608

    problem = refusal(UnreadableError, speak_to_the_driver)
    assert "hat den Zugriff abgelehnt" in problem.text


# No room, no rights


def test_a_full_disk_is_named_with_the_book_and_the_room_that_is_left(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "b.db")
    run(engine, "CREATE TABLE entry (voucher TEXT)")

    def no_room(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    event.listen(engine, "begin", no_room)
    problem = refusal(
        UnreadableError, lambda: run(engine, "INSERT INTO entry VALUES (:voucher)", voucher=SECRET * 10_000)
    )
    assert "Der Datenträger ist voll (frei: " in problem.text
    assert "MB" in problem.text
    assert str(tmp_path / "b.db") in problem.text


def test_a_full_disk_of_the_server_is_named_as_the_servers(postgres_address: str) -> None:
    say_full = "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
    problem = refusal(UnreadableError, lambda: run(open_engine(postgres_address), say_full))
    assert "Der Datenträger des Servers" in problem.text
    assert "ist voll" in problem.text


def test_a_database_for_reading_only_is_named_as_such(postgres_server: Server, postgres_address: str) -> None:
    engine = open_engine(postgres_address)
    run(engine, "CREATE TABLE entry (voucher TEXT)")
    postgres_server.administer(f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only = on")
    problem = refusal(UnreadableError, lambda: run(engine, "INSERT INTO entry VALUES (:voucher)", voucher=SECRET))
    assert "nicht beschrieben" in problem.text
    assert "Rechte" in problem.remedy


def test_a_missing_right_is_named_as_such(postgres_server: Server, postgres_address: str) -> None:
    engine = open_engine(postgres_address)
    postgres_server.administer("CREATE TABLE fremd (voucher TEXT)", str(engine.url.database))
    problem = refusal(UnreadableError, lambda: run(engine, "INSERT INTO fremd VALUES (:voucher)", voucher=SECRET))
    assert "Rechte" in problem.remedy


# No connection


def test_an_unknown_database_is_named(postgres_server: Server) -> None:
    problem = refusal(UnreadableError, lambda: look(postgres_server.address("gibt_es_nicht")))
    assert "gibt_es_nicht auf diesem Rechner kennt diese Datenbank nicht" in problem.text
    assert "FOERDERBUCH_DATENBANK" in problem.remedy


def test_an_unknown_user_is_told_so(postgres_server: Server) -> None:
    problem = refusal(UnreadableError, lambda: look(postgres_server.address("postgres", user="niemand")))
    assert "kennt diesen Benutzer nicht" in problem.text


@pytest.mark.parametrize("password", ["", SECRET])
def test_a_wrong_or_missing_password_is_told_and_not_repeated(
    postgres_server: Server, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", "/nirgends")
    address = with_password(postgres_server.address("postgres", user=SECURED), password)
    problem = refusal(UnreadableError, lambda: look(address))
    assert "hat Benutzer oder Kennwort nicht anerkannt" in problem.text
    assert ".pgpass" in problem.remedy


def test_the_right_password_opens_whatever_signs_are_in_it(postgres_server: Server) -> None:
    look(with_password(postgres_server.address("postgres", user=SECURED), PASSWORD))


def with_password(address: str, password: str) -> str:
    return address.replace("@/", f":{quote(password, safe='')}@/") if password else address


def test_a_server_that_does_not_answer_is_named() -> None:
    with closing(socket.socket()) as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        address = f"postgresql://foerderbuch:{SECRET}@127.0.0.1:{port}/buch"
        problem = refusal(UnreadableError, lambda: look(address))
    assert "buch auf 127.0.0.1 ist nicht erreichbar" in problem.text


def test_a_server_on_this_machine_that_does_not_run_is_named(tmp_path: Path) -> None:
    problem = refusal(UnreadableError, lambda: look(f"postgresql:///buch?host={quote(str(tmp_path))}"))
    assert "buch auf diesem Rechner ist nicht erreichbar" in problem.text


def test_a_connection_that_breaks_is_told_without_a_guess_whether_anything_was_booked(postgres_address: str) -> None:
    engine = open_engine(postgres_address)
    problem = refusal(UnreadableError, lambda: run(engine, "SELECT pg_terminate_backend(pg_backend_pid())"))
    assert "abgebrochen" in problem.text
    assert "nichts gebucht" not in problem.text
    assert "wiederholen" in problem.remedy


def test_a_database_that_cannot_keep_every_sign_is_refused(postgres_server: Server) -> None:
    postgres_server.administer("CREATE DATABASE latein ENCODING 'LATIN1' TEMPLATE template0")
    try:
        problem = refusal(UnreadableError, lambda: look(postgres_server.address("latein")))
    finally:
        postgres_server.drop_database("latein")
    assert "latein ist nicht in UTF-8 angelegt" in problem.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('FATAL:  password authentication failed for user "x"', "Kennwort nicht anerkannt"),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »x« fehlgeschlagen", "Kennwort nicht anerkannt"),
        ("fe_sendauth: no password supplied", "Kennwort nicht anerkannt"),
        ("FATAL:  Datenbank »buch« existiert nicht", "kennt diese Datenbank nicht"),
        ("FATAL:  Rolle »x« existiert nicht", "kennt diesen Benutzer nicht"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "x"', "nicht zu"),
        ("FATAL:  kein pg_hba.conf-Eintrag für Host »10.0.0.7«, Benutzer »x«", "nicht zu"),
        ("FATAL:  sorry, too many clients already", "keine weitere Verbindung"),
        ("FATAL:  tut mir leid, schon zu viele Verbindungen", "keine weitere Verbindung"),
        ("server does not support SSL, but SSL was required", "gesicherte Verbindung"),
        ("Connection refused\n\tIs the server running on that host", "nicht erreichbar"),
        ("FATAL:  Rolle »x« hat keine Berechtigung zum Einloggen", "Anmeldung nicht angenommen"),
    ],
)
def test_servers_turn_people_away_in_english_and_german(said: str, words: str) -> None:
    url = read_url(f"postgresql://foerderbuch:{SECRET}@db.kreis.example/buch")
    failed = psycopg.OperationalError(f'connection failed: connection to server at "db", port 5432 failed: {said}')
    problem = in_german(url, failed)
    assert words in problem.text
    assert "buch auf db.kreis.example" in problem.text
    assert is_german_sentence(problem.text)
    assert is_german_sentence(problem.remedy)


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://foerderbuch:{SECRET}@server:port/buch",
        f"postgresql://foerderbuch:{SECRET}@server",
        f"postgresql://foerderbuch:{SECRET}@server/",
        f"postgresql://foerderbuch:Pa@{SECRET}@server/buch",
        f"postgresql://foerderbuch:Pa@ss/{SECRET}@server/buch",
        f"mysql://foerderbuch:{SECRET}@server/buch",
        f"postgresql+asyncpg://foerderbuch:{SECRET}@server/buch",
        f"sqlite:///{SECRET}.db",
        f"{SECRET}",
        "foerderbuch.db",
        "",
    ],
)
def test_an_address_that_is_none_is_refused_and_not_repeated(address: str) -> None:
    refusal(UnreadableError, lambda: open_engine(address))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_is_taken_as_offices_and_providers_write_it(scheme: str) -> None:
    url = read_url(f"{scheme}://foerderbuch:{SECRET}@db.kreis.example:5433/buch?sslmode=verify-full")
    assert (url.drivername, url.host, url.port, url.database) == (
        "postgresql+psycopg",
        "db.kreis.example",
        5433,
        "buch",
    )
    assert url.password == SECRET
    assert url.query == {"sslmode": "verify-full"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////akten/Förderbuch ä.db", "/akten/Förderbuch ä.db"),
        ("sqlite://", "im Arbeitsspeicher"),
        (f"postgresql://foerderbuch:{SECRET}@db.kreis.example:5433/buch", "buch auf db.kreis.example"),
        ("postgresql:///buch", "buch auf diesem Rechner"),
        ("postgresql:///buch?host=/run/postgresql", "buch auf diesem Rechner"),
        ("postgresql:///buch?host=eins&host=zwei", "buch auf eins, zwei"),
    ],
)
def test_a_book_is_called_by_its_place_and_never_by_its_password(url: str, name: str) -> None:
    assert book_name(make_url(url)) == name


def test_the_settings_of_a_connection_hold_for_every_transaction(postgres_address: str) -> None:
    asked = (
        "SELECT current_setting('TimeZone'), current_setting('lock_timeout'), current_setting('application_name'), "
        "current_setting('transaction_isolation'), current_setting('transaction_read_only')"
    )
    engine = open_engine(postgres_address)
    for writing, expected in ((True, ("read committed", "off")), (False, ("repeatable read", "on"))):
        with transaction(engine, writing=writing) as connection:
            assert tuple(connection.execute(text(asked)).one()) == ("UTC", "30s", "foerderbuch", *expected)
