"""Names of Open XML parts: the namespaces of XLSX, in both editions of its standard."""

from __future__ import annotations

from ledger.imports.workbook.xml_scan import Names

_SPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/content-types",
    }
)


class _OpenXmlNames(Names):
    def shorten(self, space: str, local: str) -> str:
        """Return the local name of the namespaces that are read; attributes stand in none."""
        return local if space in _SPACES else ""


OPEN_XML = _OpenXmlNames()
