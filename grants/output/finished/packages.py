"""Can a finished DOCX or XLSX be opened again at all? Every part of its ZIP is whole, and its XML is well-formed."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from grants.output.finished.reading import FileFaultError, refuse_too_large

_TYPES = "[Content_Types].xml"
_XML = (".xml", ".rels")


def require_whole_package(content: bytes) -> None:
    """Raise FileFaultError, naming the part, unless every part can be unpacked and every XML part is well-formed."""
    refuse_too_large(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if _TYPES not in names or len(names) != len(set(names)):
                raise FileFaultError("Die Datei ist kein vollständiges Office-Dokument.")
            for name in names:
                _require_whole(package, name)
    except zipfile.BadZipFile:
        raise FileFaultError("Die Datei ist keine lesbare ZIP-Datei.") from None


def _require_whole(package: zipfile.ZipFile, name: str) -> None:
    """Raise FileFaultError for a part that is cut off or changed, and for XML that is not well-formed."""
    try:
        part = package.read(name)
        if name.endswith(_XML):
            expat.ParserCreate().Parse(part, True)  # noqa: FBT003 - expat knows no names
    except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError):
        raise FileFaultError(f"Der Teil {name} der Datei ist beschädigt.") from None
