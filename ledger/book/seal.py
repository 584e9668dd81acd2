"""Canonical content and its SHA-256: what a log entry says, how each seals the one before, how rows are sealed.

Everything here is pure. Canonical means JSON in UTF-8 with sorted keys and without blanks; rows are JSON arrays in the
order of ``SEALED``, which never changes for a table once books with it exist.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BEFORE_THE_FIRST = "0" * 64
# A file of usual size is sealed row by row, a huge one in at most so many blocks.
MOST_BLOCKS = 2_000
BLOCK_DIGITS = 16

# Table -> columns that are sealed with the batch that brought the rows. Salts, names and staff numbers stand outside.
SEALED = {
    "batch": (
        "number", "log_number", "year", "kind", "file", "digest", "booked_at", "booked_by", "row_count", "sum_cents",
    ),
    "batch_period": ("batch_number", "period"),
    "replaced": ("batch_number", "replaced_by"),
    "person": ("number", "batch_number", "carrier_key", "commitment"),
    "naming": ("number", "batch_number", "person_number", "commitment"),
    "tenure": (
        "number", "batch_number", "year", "carrier_key", "person_number", "position_number", "role", "first_day",
        "last_day", "fte", "pay_group", "qualification", "requalified_from", "requalified_to", "sheet", "row",
    ),
    "deletion": ("table_name", "row_number", "log_number"),
    "head_count": ("batch_number", "municipality_key", "municipality_name", "year", "persons"),
    "indicator": ("number", "batch_number", "area", "name", "month", "count", "sheet", "row"),
    "entry": (
        "number", "batch_number", "carrier_key", "kind", "wage_group", "cents", "year", "cost_month", "paid_in",
        "paid_on", "booked_on", "person_number", "position_number", "label", "voucher", "reason", "sheet", "row",
        "reverses", "late",
    ),
}  # fmt: skip

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Protokolleintrag: the act, its content in canonical form, and the seal that covers it and the entry before."""

    chain: str
    number: int
    at: str
    account: str
    person: str
    act: str
    content: str
    previous: str
    seal: str

    def expected_seal(self) -> str:
        """Return the seal that fits what the entry says."""
        said = (self.chain, self.number, self.at, self.account, self.person, self.act, self.content, self.previous)
        return digest_of(said)

    def says(self) -> dict[str, Any]:
        """Return the content of the entry. Raises ValueError when it is no JSON object."""
        content = json.loads(self.content)
        if not isinstance(content, dict):
            message = "the content of a log entry is an object"
            raise ValueError(message)  # noqa: TRY004 - a damaged book, not a wrong call
        return content


@dataclass(frozen=True, slots=True)
class Seals:
    """Siegel der Zeilen: their number, one digest over all, and short ones of blocks to find a damaged place."""

    count: int
    digest: str
    block: int
    blocks: tuple[str, ...]

    def said(self) -> dict[str, Any]:
        """Return the seals as a log entry carries them."""
        return {"anzahl": self.count, "siegel": self.digest, "block": self.block, "bloecke": "".join(self.blocks)}


def canonical(content: Mapping[str, Any]) -> str:
    """Return content as one canonical line."""
    return _encode(content)


def digest_of(said: Sequence[object]) -> str:
    """Return the SHA-256 of values in canonical form."""
    return hashlib.sha256(_encode(said).encode()).hexdigest()


def seal_rows(rows: Sequence[Sequence[object]]) -> Seals:
    """Seal rows in their order: the digest covers every value; the block seals tell where a change sits."""
    block = max(1, -(-len(rows) // MOST_BLOCKS))
    whole = hashlib.sha256()
    blocks = []
    for start in range(0, len(rows), block):
        content = _encode(rows[start : start + block]).encode()
        whole.update(content)
        blocks.append(hashlib.sha256(content).hexdigest()[:BLOCK_DIGITS])
    return Seals(len(rows), whole.hexdigest(), block, tuple(blocks))


def commit(salt: str, *record: str) -> str:
    """Return the commitment to a personal record: whoever has record and salt can prove it, nobody else can guess it.

    The salt has 128 random bits, so that names cannot be found by trying; when record and salt are deleted, what is
    left says nothing about the person.
    """
    return digest_of((salt, *record))
