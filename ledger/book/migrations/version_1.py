"""Version 1: the first release, on SQLite only."""

from __future__ import annotations

from alembic import op

from ledger.book.migrations import statements_of

revision = "1"
down_revision = None


def upgrade(**_: object) -> None:
    """Make the tables of version 1 in an empty file."""
    for statement in statements_of(1):
        op.get_bind().exec_driver_sql(statement)
    op.get_bind().exec_driver_sql("INSERT INTO book_info VALUES (1)")
