"""What is read from a finished file of a document: its named numbers, its words, or what keeps it from being read."""

from __future__ import annotations

from dataclasses import dataclass


class FileFaultError(Exception):
    """A finished file cannot be read: a German sentence about the file, whose name comes later."""


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number as a finished file holds it: the name of its figure (in a Word file its tag), exact value, text.

    ``exact`` is empty where the file holds only the text.
    """

    name: str
    exact: str
    text: str


LARGEST_FILE = 50 * 2**20


def refuse_too_large(content: bytes) -> None:
    """Raise FileFaultError for a file larger than any document that the program makes."""
    if len(content) > LARGEST_FILE:
        raise FileFaultError(f"Die Datei ist größer als {LARGEST_FILE // 2**20} MB.")
