"""The server the tests bring along: it answers, gives every test a database of its own and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest

from tests.postgres import OWNER, Server

ROOT = Path(__file__).resolve().parents[1]

# Prints the folder of the server, then waits to be killed.
TESTS_THAT_ARE_KILLED = """
import signal
from tests.postgres import running_server
with running_server() as server:
    print(server.address("postgres"), flush=True)
    signal.pause()
"""


def folder_of(address: str) -> Path:
    return Path(unquote(parse_qs(urlsplit(address).query)["host"][0]))


def test_the_server_is_a_real_one_and_keeps_text_as_utf_8(postgres_address: str) -> None:
    with psycopg.connect(postgres_address) as connection:
        assert connection.info.server_version >= 130000
        assert connection.info.user == OWNER
        row = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('is_superuser')"
        ).fetchone()
    assert row == ("UTF8", "off")


@pytest.mark.parametrize("trial", [1, 2])
def test_every_test_has_an_empty_database(postgres_address: str, trial: int) -> None:
    with psycopg.connect(postgres_address) as connection:
        connection.execute("CREATE TABLE spur (versuch int)")  # the second trial would find the table of the first
        connection.execute("INSERT INTO spur VALUES (%s)", [trial])


def test_a_database_can_be_the_copy_of_another(postgres_server: Server) -> None:
    first = postgres_server.create_database()
    with psycopg.connect(postgres_server.address(first)) as connection:
        connection.execute("CREATE TABLE spur AS SELECT 7 AS zahl")
    second = postgres_server.create_database(template=first)
    with psycopg.connect(postgres_server.address(second)) as connection:
        assert connection.execute("SELECT zahl FROM spur").fetchone() == (7,)
    for name in (first, second):
        postgres_server.drop_database(name)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_ends_with_the_tests_that_started_it_even_when_they_are_killed(how: signal.Signals) -> None:
    tests = subprocess.Popen(
        [sys.executable, "-c", TESTS_THAT_ARE_KILLED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert tests.stdout is not None
    address = tests.stdout.readline().strip()
    with psycopg.connect(address) as connection:
        connection.execute("SELECT 1")
        tests.send_signal(how)
        tests.wait()
        tests.stdout.close()
        # The connection breaks when the server is gone: there is no time to guess.
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT pg_sleep(600)")
    while folder_of(address).exists():  # the last thing that goes
        time.sleep(0.01)
