"""What stands on the first sheet of a workbook: title, sender, key figures and the facts of definition lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import local_name, number_of
from grants.output.workbook.cells import Content, has_class, plain_text, read_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

REFERENCE = "Aktenzeichen"
_HEADINGS = ("h1", "h2", "h3")
_RECIPIENT, _KEY_FIGURES, _FACTS = "Empfänger", "Zahlen auf einen Blick", "Angaben"


@dataclass(frozen=True, slots=True)
class Fact:
    """Angabe: its label and what it says."""

    label: str
    content: Content


@dataclass(frozen=True, slots=True)
class Block:
    """Angaben unter einer Überschrift."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """Deckblatt: title, kind of the document, sender, stamp, author, blocks of facts."""

    title: str
    kicker: str
    lead: str
    sender: tuple[str, ...]
    stamp: str
    author: str
    blocks: tuple[Block, ...]

    @property
    def reference(self) -> str:
        """Return the file reference among the facts; empty when there is none."""
        facts = (fact for block in self.blocks for fact in block.facts)
        return next((fact.content.text for fact in facts if fact.label == REFERENCE), "")


def read_cover(root: Element) -> Cover:
    """Return the cover of a document. Raises DocumentError for what no cell of a workbook can hold."""
    elements = list(root.iter())
    metas = {each.attrib.get("name"): each.attrib.get("content", "") for each in elements if local_name(each) == "meta"}
    titles = [plain_text(each) for name in ("h1", "title") for each in elements if local_name(each) == name]
    return Cover(
        title=next((read_text for read_text in titles if read_text), ""),
        kicker=_first(elements, "kicker"),
        lead=_first(elements, "lead"),
        sender=tuple(
            plain_text(each) for each in elements if has_class(each, "authority") or has_class(each, "sender")
        ),
        stamp=_first(elements, "stamp") or _first(elements, "edition"),
        author=metas.get("author", ""),
        blocks=tuple(block for block in _blocks(elements) if block.facts),
    )


def _first(elements: list[Element], kind: str) -> str:
    return next((plain_text(each) for each in elements if local_name(each) == "p" and has_class(each, kind)), "")


def _blocks(elements: list[Element]) -> Iterator[Block]:
    """Yield recipient, key figures and definition lists in the order of the document, under the nearest heading."""
    heading = ""
    for element in elements:
        name = local_name(element)
        if name in _HEADINGS:
            heading = plain_text(element) if name != "h1" else ""
        elif name == "dl":
            yield Block(heading or _FACTS, tuple(_definitions(element)))
        elif name == "div" and has_class(element, "address"):
            lines = [plain_text(line) for line in element.iter() if _is_address_line(line)]
            yield Block(_RECIPIENT, (Fact(_RECIPIENT, Content("\n".join(lines))),) if lines else ())
        elif name == "div" and has_class(element, "key-figures"):
            yield Block(_KEY_FIGURES, tuple(_key_figure(each) for each in element if local_name(each) == "p"))


def _is_address_line(element: Element) -> bool:
    return local_name(element) == "p" and not has_class(element, "return")


def _definitions(listing: Element) -> Iterator[Fact]:
    label = ""
    for element in listing.iter():
        if local_name(element) == "dt":
            label = plain_text(element)
        elif local_name(element) == "dd":
            yield Fact(label, read_content(element))


def _key_figure(paragraph: Element) -> Fact:
    """Return label and number of a key figure; one with several numbers or none stays a sentence."""
    numbers = [each for each in paragraph.iter() if number_of(each)]
    whole = read_content(paragraph)
    if len(numbers) != 1:
        return Fact("", whole)
    number = read_content(numbers[0])
    before, _, after = whole.text.partition(number.text)
    return Fact(" ".join(f"{before} {after}".split()), number)
