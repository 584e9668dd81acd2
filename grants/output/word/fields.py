"""Fields of a foreign .docx: their instructions, and those among them that load something or start it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.word.refusal import attribute, local_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_HARMFUL = frozenset(
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


def instructions(tree: Element) -> Iterator[str]:
    """Yield the instruction of every field, also of fields inside fields and of those without an end."""
    open_fields: list[list[str]] = [[]]
    for element in tree.iter():
        name = local_part(element.tag)
        if name == "fldSimple":
            yield attribute(element, "instr")
        elif name in ("instrText", "delInstrText"):
            open_fields[-1].append(element.text or "")
        elif name == "fldChar" and attribute(element, "fldCharType") == "begin":
            open_fields.append([])
        elif name == "fldChar" and len(open_fields) > 1 and attribute(element, "fldCharType") == "end":
            yield "".join(open_fields.pop())
    yield from ("".join(texts) for texts in open_fields if texts)


def name_of_field(instruction: str) -> str:
    """Return the name a field begins with, in capital letters."""
    words = instruction.split()
    return words[0].upper() if words else ""


def harmful_field(tree: Element) -> str:
    """Return the name of the first field of a part that loads something or starts it; empty where there is none."""
    found = list(instructions(tree))
    for instruction in (*found, "".join(found)):
        if name_of_field(instruction) in _HARMFUL or _UNMISTAKABLE.search(instruction):
            return instruction.split()[0]
    return ""
