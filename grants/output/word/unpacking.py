"""A foreign .docx as a ZIP: its members by name, refused where they are too large, hidden, double or lead out of it."""

from __future__ import annotations

import io
import zipfile

from grants.output.word.refusal import SAVE, WordBaseError, place_of

LARGEST_FILE, LARGEST_MEMBER, LARGEST_TOTAL = 20_000_000, 20_000_000, 60_000_000
MOST_MEMBERS = 500
SUSPICIOUS_SIZE, HIGHEST_RATIO = 1_000_000, 100
_OLD_WORD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the members of a .docx by name. Raises WordBaseError."""
    if content.startswith(_OLD_WORD_OR_ENCRYPTED):
        raise WordBaseError(
            "Word-Datei",
            "Sie ist mit einem Kennwort verschlüsselt oder hat das alte Format .doc.",
            "Bitte sie in Word ohne Kennwort als „Word-Dokument (.docx)“ speichern.",
        )
    if len(content) > LARGEST_FILE:
        raise WordBaseError("Word-Datei", "Sie ist größer als 20 MB.", "Bitte große Bilder verkleinern.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise WordBaseError("Word-Datei", "Sie ist kein Word-Dokument (.docx).", SAVE) from None
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_members(members)
        return {member.filename: _read(archive, member) for member in members}


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_TOTAL:
        raise WordBaseError(
            "Word-Datei", "Ihr Inhalt ist ungewöhnlich groß.", "Bitte ein neues, kleineres Dokument anlegen."
        )
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if name.lower() in seen:
            raise WordBaseError(place_of(name), "Er kommt zweimal vor.", SAVE)
        seen.add(name.lower())
        if "\\" in name or name.startswith("/") or ".." in name.split("/"):
            raise WordBaseError(place_of(name), "Sein Name führt aus dem Dokument hinaus.", SAVE)
        if member.flag_bits & _ENCRYPTED:
            raise WordBaseError(place_of(name), "Er ist verschlüsselt.", "Bitte das Dokument ohne Kennwort speichern.")
        packed_tightly = member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or (member.file_size > SUSPICIOUS_SIZE and packed_tightly):
            raise WordBaseError(
                place_of(name), "Er ist entpackt ungewöhnlich groß.", "Bitte ein neues Dokument anlegen."
            )


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read a member, at most as much as it says it holds."""
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise WordBaseError(place_of(member.filename), "Er ist beschädigt.", SAVE) from None
    if len(content) != member.file_size:
        raise WordBaseError(place_of(member.filename), "Er ist größer, als das Dokument angibt.", SAVE)
    return content
