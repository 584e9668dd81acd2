"""Compile the German words of the command line: messages.po to messages.mo. Run after changing the .po file."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS = Path(__file__).resolve().parent.parent / "grants" / "desk" / "locale" / "de" / "LC_MESSAGES" / "messages.po"


def compiled(source: Path = WORDS) -> bytes:
    """Return the compiled catalogue of a .po file."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale="de")
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


if __name__ == "__main__":
    WORDS.with_suffix(".mo").write_bytes(compiled())
