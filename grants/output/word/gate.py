"""What a foreign .docx may hold: everything in it is looked at before any of it is used, and refused where it acts.

A Word file can load a template or picture from elsewhere, run macros, ask other programs, hold other files, and it is
a ZIP with XML in it, with the traps of both. Only known parts pass; nothing is repaired.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from grants.output.word.fields import harmful_field
from grants.output.word.kinds import CLEAN, EMBEDDED_FONTS, HARMFUL, HARMFUL_ELEMENTS, KNOWN_RELATIONS, KNOWN_TYPE
from grants.output.word.refusal import SAVE, WordBaseError, local_part, parse_part, place_of
from grants.output.word.unpacking import unpack

if TYPE_CHECKING:
    from collections.abc import Collection
    from xml.etree.ElementTree import Element

_CONTENT_TYPES = "[Content_Types].xml"


def check_package(content: bytes) -> None:
    """Check a .docx before anything reads it. Raises WordBaseError for what is not known to be harmless."""
    parts = unpack(content)
    if _CONTENT_TYPES not in parts:
        raise WordBaseError("Word-Datei", "Sie ist ein Archiv, aber kein Word-Dokument.", SAVE)
    types = _types_of(parts, parse_part(_CONTENT_TYPES, parts[_CONTENT_TYPES]))
    for name, kind in types.items():
        _check_type(name, kind)
        if not name.lower().endswith((".xml", ".rels")) and (not kind.endswith("xml") or kind.startswith("image/")):
            continue
        tree = parse_part(name, parts[name])
        if name.endswith(".rels"):
            _check_relations(name, tree, parts)
        _check_elements(name, tree)
        if field := harmful_field(tree):
            fact = f"Er enthält das Feld {field}, das anderes nachlädt oder startet."
            raise WordBaseError(place_of(name), fact, CLEAN)


def _types_of(parts: Collection[str], content_types: Element) -> dict[str, str]:
    """Return the content type of every part, empty where none is declared; names and endings have no case."""
    by_ending, by_name = {}, {}
    for element in content_types:
        if local_part(element.tag) == "Default":
            by_ending[element.get("Extension", "").lower()] = element.get("ContentType", "")
        else:
            by_name[element.get("PartName", "").lower()] = element.get("ContentType", "")
    paths = {name: f"/{name.lower()}" for name in parts if name != _CONTENT_TYPES}
    endings = {name: posixpath.splitext(path)[1].removeprefix(".") for name, path in paths.items()}
    # The part with the relationships of the package has no name before its ending.
    return {
        name: by_name.get(path, by_ending.get(endings[name] or path.rpartition(".")[2], ""))
        for name, path in paths.items()
    }


def _check_type(name: str, kind: str) -> None:
    if KNOWN_TYPE.fullmatch(kind):
        return
    harmful = next((word for word in HARMFUL if word.lower() in kind.lower().replace(".", "")), "")
    if "macroEnabled" in kind or harmful:
        _refuse(name, harmful or "vbaProject")
    if "template.main" in kind:
        raise WordBaseError("Word-Datei", "Sie ist eine Dokumentvorlage (.dotx).", SAVE)
    raise WordBaseError(place_of(name), f"Seine Art ({kind or 'ohne Angabe'}) ist nicht vorgesehen.", CLEAN)


def _check_relations(name: str, tree: Element, parts: Collection[str]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in tree:
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        if kind in HARMFUL:
            _refuse(name, kind)
        if relation.get("TargetMode") == "External":
            raise WordBaseError(
                place_of(name),
                f"Er verweist nach außen ({target}).",
                "Bitte den Verweis entfernen; verknüpfte Bilder bitte einbetten.",
            )
        if kind not in KNOWN_RELATIONS:
            raise WordBaseError(place_of(name), f"Er enthält eine Beziehung, die nicht vorgesehen ist ({kind}).", CLEAN)
        if "Id" not in relation.attrib:
            raise WordBaseError(place_of(name), "Er ist beschädigt.", SAVE)
        part = posixpath.normpath(posixpath.join("/", folder, target)).removeprefix("/")
        if part not in parts:
            raise WordBaseError(place_of(name), f"Der Bestandteil {part} fehlt.", SAVE)


def _check_elements(name: str, tree: Element) -> None:
    for element in tree.iter():
        local = local_part(element.tag)
        if local in HARMFUL_ELEMENTS:
            _refuse(name, local)
        if local in EMBEDDED_FONTS:
            _refuse(name, "font")
        for attribute, value in element.attrib.items():
            if local_part(attribute) in ("src", "href") and value and not value.startswith("#"):
                raise WordBaseError(
                    place_of(name), f"Er verweist nach außen ({value}).", "Bitte den Verweis entfernen."
                )


def _refuse(name: str, harmful: str) -> None:
    what, remedy = HARMFUL[harmful]
    raise WordBaseError(place_of(name), f"Er enthält {what}.", remedy)
