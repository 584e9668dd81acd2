"""Read a workbook of either kind, XLSX or ODS, recognised by what its package says of itself.

This is what runs in the child process. It knows no file names and imports nothing but the standard library.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from ledger.imports.workbook.open_document_scan import scan_open_document
from ledger.imports.workbook.package_scan import Package
from ledger.imports.workbook.spreadsheet_limits import binary_workbook, damaged, encrypted, no_workbook
from ledger.imports.workbook.workbook_scan import scan_workbook
from ledger.imports.workbook.xml_scan import refuse_document_type

if TYPE_CHECKING:
    from ledger.imports.workbook.raw_sheet import RawSheet

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
)


def read_workbook(content: bytes) -> list[RawSheet]:
    """Return every sheet of a workbook. Raises UnreadableError, without the file's name, for anything else."""
    try:
        package = Package(content)
        sheets = _read(package)
        for name in package.unread:
            if name.endswith((".xml", ".rels")):
                refuse_document_type(package.pieces(name))
    except _ERRORS:
        raise damaged() from None
    return sheets


def _read(package: Package) -> list[RawSheet]:
    names = package.names
    if "mimetype" in names:
        kind = package.read("mimetype").strip()
        if not kind.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
            raise no_workbook()
        return scan_open_document(package)
    if "encryptedpackage" in names:
        raise encrypted()
    if "xl/workbook.bin" in names:
        raise binary_workbook()
    if "_rels/.rels" not in names:
        raise no_workbook()
    return scan_workbook(package)
