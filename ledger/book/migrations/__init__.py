"""One revision a version of the schema, in Alembic's form: each brings a book of the version before up to its own.

A revision is a module ``version_N.py`` with ``revision``, ``down_revision`` and ``upgrade(act, find_original)``; it
uses ``alembic.op`` (batch mode for what SQLite cannot alter) and is never changed once its version is released. The
book keeps its version in ``book_info``, hence Alembic keeps no table of its own. ``versions.py`` runs the revisions in
one transaction, without guards, which it sets anew afterwards, and without references, which it checks afterwards.
"""

from __future__ import annotations

from pathlib import Path


def statements_of(version: int) -> list[str]:
    """Return the statements of ``version_N.sql``, which make the tables of a version in an empty SQLite file."""
    parts = Path(__file__).with_name(f"version_{version}.sql").read_text("utf-8").strip().split("\n\n")
    return [part for part in parts if not part.startswith("--")]
