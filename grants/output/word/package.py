"""The package of a Word document: parts, relationships, types, properties. The one home of python-docx.

The parts themselves are written by us; python-docx knows how they make a file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from grants.output.archive import normalise_zip

if TYPE_CHECKING:
    from datetime import datetime

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Word keeps no longer property.
_LONGEST_PROPERTY = 255
PackagePart = Part
"""Any part of a package, ours or one of a base."""


class WrittenPart(Part):
    """A part of ours: it is related to others while its content is still being written."""

    def write(self, content: str) -> None:
        """Set the whole content."""
        self._blob = content.encode()

    def copy_relationships(self, part: Part) -> None:
        """Take over the relationships of another part under their names."""
        for name, relation in part.rels.items():
            self.load_rel(relation.reltype, relation.target_part, name)


class Package:
    """The package of one document; ``main`` is the part everything else is reached from."""

    def __init__(self) -> None:
        self._package = OpcPackage()
        self.main = WrittenPart(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN)
        self._package.relate_to(self.main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)

    def add(self, owner: Part, kind: str, name: str, content_type: str) -> WrittenPart:
        """Put a part in that ``owner`` is related to; ``%d`` in its name becomes the first number that is free."""
        part = WrittenPart(self._package.next_partname(name) if "%d" in name else PackURI(name), content_type)
        relate(owner, part, kind)
        return part

    def add_picture(self, owner: Part, content: bytes) -> Part:
        """Put a PNG in that ``owner`` is related to."""
        part = Part(self._package.next_partname("/word/media/image%d.png"), CONTENT_TYPE.PNG, content)
        relate(owner, part, "image")
        return part

    def set_properties(self, properties: Properties) -> None:
        """Put in what the document says about itself."""
        core = self._package.core_properties
        core.created = core.modified = properties.dated
        core.last_modified_by, core.language, core.revision = _shortened(properties.author), "de-DE", 1
        for name in ("title", "author", "subject", "keywords", "category", "identifier"):
            if text := getattr(properties, name):
                setattr(core, name, _shortened(text))
        self._add_properties("app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, "extended-properties", properties.extended())
        if properties.identifier:
            self._add_properties("custom", CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, "custom-properties", properties.custom())

    def content(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        self._package.save(stream)
        return normalise_zip(stream.getvalue())

    def _add_properties(self, name: str, content_type: str, kind: str, content: str) -> None:
        part = WrittenPart(PackURI(f"/docProps/{name}.xml"), content_type)
        part.write(content)
        self._package.relate_to(part, f"{OFFICE}/{kind}")


@dataclass(frozen=True, slots=True)
class Properties:
    """Dokumenteigenschaften: what a document says about itself; ``dated`` comes from the book."""

    title: str
    author: str
    dated: datetime
    subject: str
    keywords: str
    category: str
    identifier: str
    company: str

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
            f"<vt:lpwstr>{escape(self.identifier)}</vt:lpwstr></property></Properties>"
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_PROPERTY else f"{text[: _LONGEST_PROPERTY - 1]}…"


def relate(owner: Part, part: Part, kind: str) -> str:
    """Return the name of the relationship of one part to another, a new one only where there is none."""
    return owner.relate_to(part, f"{OFFICE}/{kind}")


def rename(part: Part, name: str) -> None:
    """Give a part another name in its package."""
    part.partname = PackURI(name)


def open_main_part(content: bytes) -> Part:
    """Return the main part of a .docx, from which its other parts are reached.

    Only for files that have passed the gate. Raises ValueError for one that cannot be read nevertheless.
    """
    try:
        main: Part = OpcPackage.open(io.BytesIO(content)).main_document_part
    except (KeyError, SyntaxError) as problem:
        raise ValueError(str(problem)) from None
    return main
