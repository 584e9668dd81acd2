"""Erase what a database keeps of rows that were deleted: it only forgets where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.book.engine import SECONDS_TO_WAIT_FOR_A_LOCK
from ledger.book.errors import in_german
from ledger.book.guards import DELETED_BY_PLAN

if TYPE_CHECKING:
    from sqlalchemy import Engine


def erase_remains(engine: Engine) -> None:
    """Rewrite what held deleted rows, so that their bytes are in no file of the book any more.

    SQLite overwrites the place of a deleted row, but an index that has grown may keep an older copy of it in a gap of
    another page; PostgreSQL keeps deleted rows until its files are rewritten. Both are done outside of a transaction.
    Raises ConflictError when somebody else is using the book, UnreadableError when the disk is full.
    """
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if engine.dialect.name == "sqlite":
                driver.execute("VACUUM")
                return
            driver.autocommit = True
            driver.execute(f"SET lock_timeout = {SECONDS_TO_WAIT_FOR_A_LOCK * 1_000}")
            driver.execute(f"VACUUM (FULL) {', '.join(DELETED_BY_PLAN)}")
    except engine.dialect.loaded_dbapi.Error as problem:
        raise in_german(engine.url, problem) from None
