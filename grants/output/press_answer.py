"""What the child of the press answers, checked before anything uses it: a hostile template may speak in its place."""

from __future__ import annotations

import errno
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grants.output.press_child import BROKEN, DEPTH, DISK, FILES, FINDINGS, MEMORY, REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

LONGEST_HEAD = 2**20
LONGEST_TEXT = 20_000


class StrangeAnswerError(Exception):
    """The child has answered something that nobody asked it for."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer: its kind, and what it says in the form that this kind has."""

    kind: str
    said: Any


def read_head(content: bytes, formats: Collection[str], largest: int) -> Head:
    """Return the head of an answer to an order of these formats; without any, to the check of the layout.

    ``largest`` is how many bytes all files together may have. Raises StrangeAnswerError for anything that this
    program's own child does not answer.
    """
    try:
        ((kind, said),) = json.loads(content).items()
    except (ValueError, AttributeError, RecursionError):
        raise StrangeAnswerError from None
    if kind == FILES:
        sound = bool(formats) and _are_files(said, formats, largest)
    elif kind == FINDINGS:
        sound = not formats and _are_findings(said)
    else:
        sound = kind in _PROBLEMS and _PROBLEMS[kind](said)
    if not sound:
        raise StrangeAnswerError
    return Head(kind, said)


def _are_files(said: Any, formats: Collection[str], largest: int) -> bool:  # noqa: ANN401 - of JSON
    """Return whether each format, and nothing else, is announced once with its number of bytes."""
    if not _are_rows(said, 2) or sorted(str(suffix) for suffix, _ in said) != sorted(formats):
        return False
    lengths = [length for _, length in said]
    return all(type(length) is int and length >= 0 for length in lengths) and sum(lengths) <= largest


def _are_findings(said: Any) -> bool:  # noqa: ANN401 - of JSON
    """Return whether every row is file, line (or none), text and remedy."""
    return _are_rows(said, 4) and all(
        _is_text(file) and (row is None or type(row) is int) and _is_text(text) and _is_text(remedy)
        for file, row, text, remedy in said
    )


def _are_rows(said: Any, length: int) -> bool:  # noqa: ANN401 - of JSON
    return isinstance(said, list) and all(isinstance(row, list) and len(row) == length for row in said)


def _is_text(said: object) -> bool:
    """Return whether this is a text that can be printed at all: half a character cannot."""
    return isinstance(said, str) and len(said) <= LONGEST_TEXT and said == said.encode(errors="ignore").decode()


_PROBLEMS: dict[str, Callable[[Any], bool]] = {
    REFUSAL: lambda said: isinstance(said, list) and len(said) == 2 and all(map(_is_text, said)),  # noqa: PLR2004
    DISK: lambda said: type(said) is int and said in errno.errorcode,
    MEMORY: lambda said: said is True,
    DEPTH: lambda said: said is True,
    BROKEN: _is_text,
}
