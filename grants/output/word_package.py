"""The package of a Word document: its parts, their relationships and types, as a ZIP that is always the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from grants.output.archive import normalise_zip

if TYPE_CHECKING:
    from datetime import datetime

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_PART = "word/document.xml"
_PICTURES = {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "gif": "image/gif"}


class Relationships:
    """The relationships of one part, in the order of their first use."""

    def __init__(self) -> None:
        self._targets: dict[tuple[str, str], str] = {}

    def add(self, kind: str, part: str) -> str:
        """Return the identifier of the relationship to a part of the package."""
        return self._targets.setdefault((kind, part), f"rId{len(self._targets) + 1}")

    def xml(self, folder: str = "word/") -> str:
        """Return the part that lists them; targets are named as seen from ``folder``."""
        lines = "".join(
            f'<Relationship Id="{identifier}" Type="{kind}" Target={quoteattr(_seen_from(folder, part))}/>'
            for (kind, part), identifier in self._targets.items()
        )
        return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return bool(self._targets)


class Package:
    """Parts by name with their content types."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[str, bytes]] = {}
        self._relationships: dict[str, bytes] = {}

    def add(self, name: str, content_type: str, content: str | bytes) -> None:
        """Put a part in."""
        self._parts[name] = (content_type, content.encode() if isinstance(content, str) else content)

    def add_numbered(self, stem: str, ending: str, content_type: str, content: str | bytes) -> str:
        """Put a part in under the first number that is free and return its name."""
        number = next(n for n in range(1, len(self._parts) + 2) if f"{stem}{n}.{ending}" not in self._parts)
        name = f"{stem}{number}.{ending}"
        self.add(name, content_type, content)
        return name

    def relate(self, part: str, relationships: Relationships | bytes) -> None:
        """Give a part its relationships; without any it has none."""
        if isinstance(relationships, bytes):
            content = relationships
        else:
            content = relationships.xml().encode() if relationships.any else b""
        if content:
            folder, _, name = part.rpartition("/")
            self._relationships[f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"] = content

    def set_properties(self, properties: Properties) -> None:
        """Put in what the document says about itself."""
        root = Relationships()
        root.add(f"{OFFICE}/officeDocument", MAIN_PART)
        root.add(f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
        root.add(f"{OFFICE}/extended-properties", "docProps/app.xml")
        self.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", properties.core())
        extended = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        self.add("docProps/app.xml", extended, properties.extended())
        if properties.reference:
            root.add(f"{OFFICE}/custom-properties", "docProps/custom.xml")
            custom = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
            self.add("docProps/custom.xml", custom, properties.custom())
        self._relationships["_rels/.rels"] = root.xml("").encode()

    def content(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("[Content_Types].xml", self._content_types())
            for name, (_, content) in self._parts.items():
                archive.writestr(name, content)
            for name, content in self._relationships.items():
                archive.writestr(name, content)
        return normalise_zip(stream.getvalue())

    def _content_types(self) -> str:
        endings = {name.rpartition(".")[2].lower() for name in self._parts} & set(_PICTURES)
        types = "".join(f'<Default Extension="{each}" ContentType="{_PICTURES[each]}"/>' for each in sorted(endings))
        types += "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(content_type)}/>"
            for name, (content_type, _) in sorted(self._parts.items())
            if name.rpartition(".")[2].lower() not in _PICTURES
        )
        return (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        )


@dataclass(frozen=True, slots=True)
class Properties:
    """Dokumenteigenschaften: what a document says about itself; ``dated`` comes from the book."""

    title: str
    author: str
    dated: datetime
    subject: str
    keywords: str
    category: str
    reference: str
    company: str

    def core(self) -> str:
        """Return the part for title, author and the like."""
        moment = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{self.dated:%Y-%m-%dT%H:%M:%SZ}</dcterms:{{0}}>'
        texts = (
            ("dc:title", self.title),
            ("dc:subject", self.subject),
            ("dc:creator", self.author),
            ("cp:keywords", self.keywords),
            ("cp:lastModifiedBy", self.author),
            ("cp:category", self.category),
            ("dc:identifier", self.reference),
            ("dc:language", "de-DE"),
        )
        return (
            f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts if text)
            + f"<cp:revision>1</cp:revision>{moment.format('created')}{moment.format('modified')}</cp:coreProperties>"
        )

    def extended(self) -> str:
        """Return the part for the program and the authority."""
        company = f"<Company>{escape(self.company)}</Company>" if self.company else ""
        return (
            f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Application>Förderbuch</Application>{company}</Properties>"
        )

    def custom(self) -> str:
        """Return the part for properties Word has no place for."""
        namespace = "http://schemas.openxmlformats.org/officeDocument/2006"
        return (
            f'{HEAD}<Properties xmlns="{namespace}/custom-properties" xmlns:vt="{namespace}/docPropsVTypes">'
            '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Aktenzeichen">'
            f"<vt:lpwstr>{escape(self.reference)}</vt:lpwstr></property></Properties>"
        )


def _seen_from(folder: str, part: str) -> str:
    return part.removeprefix(folder) if part.startswith(folder) else f"/{part}"
