"""What a foreign .docx may hold: everything in it is looked at before any of it is used, and refused where it acts.

A Word file can load a template or picture from elsewhere, run macros, ask other programs, hold other files, and it is
a ZIP with XML in it, with the traps of both. Only known parts pass; nothing is repaired.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_FILE, LARGEST_MEMBER, LARGEST_TOTAL = 20_000_000, 20_000_000, 60_000_000
MOST_MEMBERS = 500
SUSPICIOUS_SIZE, HIGHEST_RATIO = 1_000_000, 100
CONTENT_TYPES = "[Content_Types].xml"
_OLD_WORD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
_SAVE = "Bitte die Datei in Word oder LibreOffice als „Word-Dokument (.docx)“ neu speichern."
_CLEAN = "Bitte ihn aus dem Dokument entfernen und es neu speichern."

_WORD = r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\."
_KNOWN_TYPE = re.compile(
    rf"{_WORD}(document\.main|document\.glossary|styles|settings|webSettings|fontTable|numbering|footnotes|endnotes"
    r"|header|footer|comments|commentsExtended|commentsIds|commentsExtensible|people)\+xml"
    rf"|{_WORD}printerSettings"
    r"|application/vnd\.ms-word\.stylesWithEffects\+xml"
    r"|application/vnd\.ms-office\.(classificationlabels|intelligence2)\+xml"
    r"|application/vnd\.openxmlformats-officedocument\.(theme|customXmlProperties|extended-properties|custom-properties)\+xml"
    r"|application/vnd\.openxmlformats-package\.(relationships|core-properties)\+xml"
    r"|application/xml|image/(png|jpeg|jpg|gif|x-emf|x-wmf|tiff|bmp|svg\+xml)"
)
_KNOWN_RELATION = frozenset(
    {
        *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles"),
        *("settings", "webSettings", "fontTable", "theme", "numbering", "footnotes", "endnotes", "header", "footer"),
        *("image", "customXml", "customXmlProps", "glossaryDocument", "stylesWithEffects", "comments", "people"),
        *(
            "commentsExtended",
            "commentsIds",
            "commentsExtensible",
            "printerSettings",
            "classificationlabels",
            "intelligence2",
        ),
    }
)
_MACROS = ("Makros", "Bitte das Dokument als „Word-Dokument (.docx)“ ohne Makros speichern.")
_FONT = (
    "eine eingebettete Schrift",
    "Bitte unter „Optionen – Speichern“ das Einbetten von Schriftarten ausschalten.",
)
_MAIL_MERGE = (
    "einen Seriendruck mit Datenquelle",
    "Bitte den Seriendruck auf „Normales Word-Dokument“ zurückstellen.",
)
# What acts or hides something, by the end of a relationship's type or of a content type, or by an element's name.
_HARMFUL = {
    "attachedTemplate": (
        "eine angefügte Dokumentvorlage",
        "Bitte unter „Entwicklertools – Dokumentvorlage“ die Vorlage Normal anfügen und das Dokument neu speichern.",
    ),
    "vbaProject": _MACROS,
    "vbaData": _MACROS,
    "wordVbaData": _MACROS,
    "keyMapCustomizations": ("Tastenbelegungen für Makros", _SAVE),
    "attachedToolbars": ("Symbolleisten mit Makros", _SAVE),
    "aFChunk": ("ein eingefügtes fremdes Dokument (altChunk)", _CLEAN),
    "altChunk": ("ein eingefügtes fremdes Dokument (altChunk)", _CLEAN),
    "subDocument": ("ein Unterdokument", _CLEAN),
    "subDoc": ("ein Unterdokument", _CLEAN),
    "oleObject": ("ein eingebettetes Objekt", "Bitte es durch ein Bild (PNG) ersetzen."),
    "OLEObject": ("ein eingebettetes Objekt", "Bitte es durch ein Bild (PNG) ersetzen."),
    "object": ("ein eingebettetes Objekt", "Bitte es durch ein Bild (PNG) ersetzen."),
    "package": ("eine eingebettete Datei", "Bitte sie durch ein Bild (PNG) ersetzen."),
    "control": ("ein ActiveX-Steuerelement", _CLEAN),
    "activeX": ("ein ActiveX-Steuerelement", _CLEAN),
    "ocx": ("ein ActiveX-Steuerelement", _CLEAN),
    "font": _FONT,
    "obfuscatedFont": _FONT,
    "mailMerge": _MAIL_MERGE,
    "mailMergeSource": _MAIL_MERGE,
}
_HARMFUL_ELEMENTS = frozenset(
    {"attachedTemplate", "altChunk", "subDoc", "OLEObject", "object", "control", "ocx", "mailMerge"}
)
_EMBEDDED_FONTS = frozenset({"embedRegular", "embedBold", "embedItalic", "embedBoldItalic"})
_HARMFUL_FIELDS = frozenset(
    {
        "DDE",
        "DDEAUTO",
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "INCLUDE",
        "IMPORT",
        "LINK",
        "EMBED",
        "DATABASE",
        "RD",
        "MACROBUTTON",
    }
)
_UNMISTAKABLE = re.compile(r"\bDDE(AUTO)?\b|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON", re.IGNORECASE)


class WordBaseError(Exception):
    """The county's .docx is no base for documents. Its text is German: place, fact, remedy."""

    def __init__(self, place: str, fact: str, remedy: str) -> None:
        super().__init__(f"{place}: {fact} {remedy}")
        self.place, self.fact, self.remedy = place, fact, remedy


def open_package(content: bytes) -> dict[str, bytes]:
    """Return the parts of a .docx by name. Raises WordBaseError for anything in it that is not known to be harmless."""
    parts = _unpack(content)
    trees = {name: parse_part(name, parts[name]) for name in parts if name.endswith((".xml", ".rels"))}
    if CONTENT_TYPES not in trees:
        raise WordBaseError("Word-Datei", "Sie ist ein Archiv, aber kein Word-Dokument.", _SAVE)
    check_types(parts, trees[CONTENT_TYPES])
    for name, tree in trees.items():
        if name.endswith(".rels"):
            _check_relations(name, tree)
        _check_elements(name, tree)
        _check_fields(name, tree)
    return parts


def parse_part(name: str, content: bytes) -> ET.Element:
    """Return a part's tree. Raises WordBaseError for XML that is damaged or declares a document type."""

    def refuse(*_: object) -> None:
        raise WordBaseError(_part(name), "Er enthält eine Dokumenttyp-Deklaration (DTD).", _SAVE)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the end of the document
        return ET.fromstring(content)  # noqa: S314 - the parser above has refused every declaration
    except (expat.ExpatError, ET.ParseError):
        raise WordBaseError(_part(name), "Er ist beschädigt.", _SAVE) from None


def instructions(tree: ET.Element) -> Iterator[str]:
    """Yield the instruction of every field, also of fields inside fields and of those without an end."""
    open_fields: list[list[str]] = [[]]
    for element in tree.iter():
        name = _local(element.tag)
        if name == "fldSimple":
            yield _attribute(element, "instr")
        elif name in ("instrText", "delInstrText"):
            open_fields[-1].append(element.text or "")
        elif name == "fldChar" and _attribute(element, "fldCharType") == "begin":
            open_fields.append([])
        elif name == "fldChar" and len(open_fields) > 1 and _attribute(element, "fldCharType") == "end":
            yield "".join(open_fields.pop())
    yield from ("".join(texts) for texts in open_fields if texts)


def name_of_field(instruction: str) -> str:
    """Return the name a field begins with, in capital letters."""
    words = instruction.split()
    return words[0].upper() if words else ""


def _unpack(content: bytes) -> dict[str, bytes]:
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
        raise WordBaseError("Word-Datei", "Sie ist kein Word-Dokument (.docx).", _SAVE) from None
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
            raise WordBaseError(_part(name), "Er kommt zweimal vor.", _SAVE)
        seen.add(name.lower())
        if "\\" in name or name.startswith("/") or ".." in name.split("/"):
            raise WordBaseError(_part(name), "Sein Name führt aus dem Dokument hinaus.", _SAVE)
        if member.flag_bits & _ENCRYPTED:
            raise WordBaseError(_part(name), "Er ist verschlüsselt.", "Bitte das Dokument ohne Kennwort speichern.")
        packed_tightly = member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or (member.file_size > SUSPICIOUS_SIZE and packed_tightly):
            raise WordBaseError(_part(name), "Er ist entpackt ungewöhnlich groß.", "Bitte ein neues Dokument anlegen.")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read a member, at most as much as it says it holds."""
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise WordBaseError(_part(member.filename), "Er ist beschädigt.", _SAVE) from None
    if len(content) != member.file_size:
        raise WordBaseError(_part(member.filename), "Er ist größer, als das Dokument angibt.", _SAVE)
    return content


def types_of(parts: Mapping[str, bytes], content_types: ET.Element) -> dict[str, str]:
    """Return the content type of every part, empty where none is declared."""
    by_ending, by_name = {}, {}
    for element in content_types:
        if _local(element.tag) == "Default":
            by_ending[element.get("Extension", "").lower()] = element.get("ContentType", "")
        else:
            by_name[element.get("PartName", "").removeprefix("/")] = element.get("ContentType", "")
    return {
        name: by_name.get(name, by_ending.get(name.rpartition(".")[2].lower(), ""))
        for name in parts
        if name != CONTENT_TYPES
    }


def check_types(parts: Mapping[str, bytes], content_types: ET.Element) -> None:
    """Check that every part is of a known kind. Raises WordBaseError."""
    for name, kind in types_of(parts, content_types).items():
        if _KNOWN_TYPE.fullmatch(kind):
            continue
        harmful = next((word for word in _HARMFUL if word.lower() in kind.lower().replace(".", "")), "")
        if "macroEnabled" in kind or harmful:
            _refuse(name, harmful or "vbaProject")
        if "template.main" in kind:
            raise WordBaseError("Word-Datei", "Sie ist eine Dokumentvorlage (.dotx).", _SAVE)
        raise WordBaseError(_part(name), f"Seine Art ({kind or 'ohne Angabe'}) ist nicht vorgesehen.", _CLEAN)


def _check_relations(name: str, tree: ET.Element) -> None:
    for relation in tree:
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind in _HARMFUL:
            _refuse(name, kind)
        if relation.get("TargetMode") == "External":
            target = relation.get("Target", "")
            raise WordBaseError(
                _part(name),
                f"Er verweist nach außen ({target}).",
                "Bitte den Verweis entfernen; verknüpfte Bilder bitte einbetten.",
            )
        if kind not in _KNOWN_RELATION:
            raise WordBaseError(_part(name), f"Er enthält eine Beziehung, die nicht vorgesehen ist ({kind}).", _CLEAN)


def _check_elements(name: str, tree: ET.Element) -> None:
    for element in tree.iter():
        local = _local(element.tag)
        if local in _HARMFUL_ELEMENTS:
            _refuse(name, local)
        if local in _EMBEDDED_FONTS:
            _refuse(name, "font")
        for attribute, value in element.attrib.items():
            if _local(attribute) in ("src", "href") and value and not value.startswith("#"):
                raise WordBaseError(_part(name), f"Er verweist nach außen ({value}).", "Bitte den Verweis entfernen.")


def _check_fields(name: str, tree: ET.Element) -> None:
    found = list(instructions(tree))
    for instruction in (*found, "".join(found)):
        if name_of_field(instruction) in _HARMFUL_FIELDS or _UNMISTAKABLE.search(instruction):
            field = instruction.split()[0]
            raise WordBaseError(_part(name), f"Er enthält das Feld {field}, das anderes nachlädt oder startet.", _CLEAN)


def _refuse(name: str, harmful: str) -> None:
    what, remedy = _HARMFUL[harmful]
    raise WordBaseError(_part(name), f"Er enthält {what}.", remedy)


def _part(name: str) -> str:
    return f"Word-Datei, Bestandteil {name}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _attribute(element: ET.Element, local: str) -> str:
    return next((value for name, value in element.attrib.items() if _local(name) == local), "")
