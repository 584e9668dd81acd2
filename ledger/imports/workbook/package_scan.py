"""The zip package of a workbook: its directory is checked before a part is unpacked, each part while it is."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ledger.imports.workbook.spreadsheet_limits import (
    LARGEST_PACKED,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    SMALLEST_SUSPECT,
    damaged,
    encrypted,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 2**20
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30


class Package:
    """The members of a package by their normal names, none of them unpacked yet."""

    def __init__(self, content: bytes) -> None:
        """Check the directory. Raises UnreadableError beyond the limits or when members contradict each other."""
        if len(content) > LARGEST_PACKED:
            raise too_large()
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise too_large()
        for member in members:
            _check(member)
        self._refuse_overlap(content, members)
        self._members = {_normal(member.filename): member for member in members}
        if len(self._members) < len(members):
            raise damaged()
        self._read: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the normal names of all members, in the order of the directory."""
        return tuple(self._members)

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the names of the members of which nothing was read."""
        return tuple(name for name in self._members if name not in self._read)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece. Raises UnreadableError when it is missing or not as long as announced."""
        member = self._members.get(_normal(name))
        if member is None:
            raise damaged()
        self._read.add(_normal(name))
        length = 0
        with self._zip.open(member) as stream:
            while piece := stream.read(_PIECE):
                length += len(piece)
                yield piece
        if length != member.file_size:
            raise damaged()

    def read(self, name: str) -> bytes:
        """Return a part in one."""
        return b"".join(self.pieces(name))

    def _refuse_overlap(self, content: bytes, members: list[zipfile.ZipInfo]) -> None:
        """Refuse members that share bytes: a small package could then unpack to any length."""
        begins = sorted(member.header_offset for member in members)
        following = dict(zip(begins, [*begins[1:], self._zip.start_dir], strict=False))
        if len(following) < len(members):
            raise damaged()
        for member in members:
            name_and_extra = content[member.header_offset + 26 : member.header_offset + _LOCAL_HEADER]
            length = int.from_bytes(name_and_extra[:2], "little") + int.from_bytes(name_and_extra[2:], "little")
            end = member.header_offset + _LOCAL_HEADER + length + member.compress_size
            if end > following[member.header_offset]:
                raise damaged()


def _check(member: zipfile.ZipInfo) -> None:
    """Refuse what no office program writes: encryption, odd compressions, ways out of the package, bombs."""
    if member.flag_bits & _ENCRYPTED:
        raise encrypted()
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged()
    if ".." in _normal(member.filename).split("/") or ":" in member.filename:
        raise damaged()
    if member.file_size > max(SMALLEST_SUSPECT, LARGEST_RATIO * member.compress_size):
        raise too_large()


def _normal(name: str) -> str:
    """Return a name as packages compare them: without regard to case, with slashes, from the root."""
    return name.replace("\\", "/").lstrip("/").lower()
