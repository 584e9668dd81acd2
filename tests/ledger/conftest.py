"""Books to look at and to damage: made once, copied for every test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.ledger.small_books import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Server


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite book with rows in every table; tests only copy it."""
    path = tmp_path_factory.mktemp("buch") / "voll.db"
    fill(path)
    return path


@pytest.fixture(scope="session")
def filled_database(postgres_server: Server) -> str:
    """Return the name of a database with such a book; tests only copy it."""
    name = postgres_server.create_database()
    fill(postgres_server.address(name))
    return name


@pytest.fixture
def full_file(filled_file: Path, tmp_path: Path) -> Path:
    """Return a SQLite book with rows in every table."""
    return shutil.copyfile(filled_file, tmp_path / "Volles Förderbuch ä.db")


@pytest.fixture
def full_database(filled_database: str, postgres_server: Server) -> Iterator[str]:
    """Return the address of a PostgreSQL book with rows in every table."""
    name = postgres_server.create_database(template=filled_database)
    yield postgres_server.address(name)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def full_address(request: pytest.FixtureRequest) -> Path | str:
    """Return a book with rows in every table, in each of the two databases."""
    address: Path | str = request.getfixturevalue("full_file" if request.param == "sqlite" else "full_database")
    return address
