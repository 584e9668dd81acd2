"""Read a file from disk, but never more of it than an import may hold in memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.finding import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 50 * 2**20


def read_bounded(path: Path, file: str) -> bytes:
    """Return the bytes of a file; ``file`` is its name as the clerk knows it.

    Raises UnreadableError for a file beyond the limit, before it is read, and OSError when it cannot be opened.
    """
    with path.open("rb") as stream:
        refuse_too_large(os.fstat(stream.fileno()).st_size, file)
        content = stream.read(LARGEST_FILE + 1)
    # It may have grown since, or be no ordinary file that knows its size.
    refuse_too_large(len(content), file)
    return content


def refuse_too_large(size: int, file: str) -> None:
    """Raise UnreadableError for a number of bytes beyond the limit."""
    if size > LARGEST_FILE:
        raise UnreadableError(
            f"{file}: Die Datei ist größer als die erlaubten {LARGEST_FILE // 2**20} MB.",
            "Bitte den Export auf das Förderjahr und die benötigten Spalten begrenzen.",
        )
