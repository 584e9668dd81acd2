"""Text inside a paragraph of a Word document: runs, content controls, check boxes, notes, pictures, two directions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from grants.output.html.direction import LEFT_TO_RIGHT, split_at_names
from grants.output.html.document import LONGEST_TAG, DocumentError, PrintedNumber, control_tag, local_name, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

INLINE = frozenset(
    {"strong", "em", "small", "sup", "sub", "br", "span", "abbr", "data", "time", "img", "svg"},
)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_POSITIONS = {"sup": "superscript", "sub": "subscript"}
_CHECKED = "☒"
_BOX_FONT = "MS Gothic"


@dataclass(frozen=True, slots=True)
class Format:
    """How a piece of text is set; ``style`` is the name of a character style."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    position: str = ""
    language: str = ""
    right_to_left: bool = False


PLAIN = Format()


class Kind(Enum):
    """What a piece of a paragraph is."""

    TEXT = "text"
    BREAK = "break"
    TAB = "tab"
    NOTE = "note"
    PICTURE = "picture"
    BOX = "box"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph in reading order; OPEN and CLOSE are the ends of a content control."""

    kind: Kind
    text: str = ""
    format: Format = PLAIN
    element: Element | None = None
    number: PrintedNumber | None = None


TAB = Piece(Kind.TAB)
_SIGNS = {
    Kind.BREAK: "<w:r><w:br/></w:r>",
    Kind.TAB: "<w:r><w:tab/></w:r>",
    Kind.CLOSE: "</w:sdtContent></w:sdt>",
}


def pieces_of(element: Element, form: Format = PLAIN) -> Iterator[Piece]:
    """Yield what stands inside an element. Raises DocumentError for a block, which no paragraph can hold."""
    form = _inherit(element, form)
    if element.text:
        yield Piece(Kind.TEXT, element.text, form)
    for child in element:
        yield from piece_of(child, form)
        if child.tail:
            yield Piece(Kind.TEXT, child.tail, form)


def piece_of(element: Element, form: Format = PLAIN) -> Iterator[Piece]:
    """Yield one inline element, without what follows it."""
    name, classes = local_name(element), element.get("class", "").split()
    if name == "br":
        yield Piece(Kind.BREAK)
    elif name in ("img", "svg"):
        yield Piece(Kind.PICTURE, element=element)
    elif "footnote" in classes:
        yield Piece(Kind.NOTE, element=element, format=form)
    elif "checkbox" in classes:
        yield Piece(Kind.BOX, "".join(element.itertext()).strip())
    elif name not in INLINE:
        raise DocumentError(f"das Element <{name}> steht innerhalb eines Absatzes")
    else:
        number = number_of(element)
        named = number is not None and bool(number.name)
        if named:
            yield Piece(Kind.OPEN, number=number)
        yield from pieces_of(element, _format_of(name, form))
        if named:
            yield Piece(Kind.CLOSE)


def paragraphs_of(element: Element, form: Format) -> Iterator[list[Piece]]:
    """Yield the paragraphs of a definition: its own text, or those that stand in it."""
    blocks = [child for child in element if local_name(child) == "p"]
    if not blocks:
        yield list(pieces_of(element, form))
    for block in blocks:
        yield list(pieces_of(block, form))


def fold(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with white space folded as a browser does; no-break blanks stay."""
    folded: list[Piece] = []
    blank_before = True
    for piece in pieces:
        if piece.kind is not Kind.TEXT:
            if piece.kind in (Kind.BREAK, Kind.TAB):
                _strip_end(folded)
                blank_before = True
            elif piece.kind not in (Kind.OPEN, Kind.CLOSE):
                blank_before = False
            folded.append(piece)
            continue
        text = re.sub(r"[ \t\r\n]+", " ", piece.text)
        text = text.lstrip(" ") if blank_before else text
        if text:
            folded.append(replace(piece, text=text))
            blank_before = text.endswith(" ")
    _strip_end(folded)
    return folded


def _strip_end(pieces: list[Piece]) -> None:
    """Remove the blanks a line ends with; they can only stand in its last text."""
    for index in range(len(pieces) - 1, -1, -1):
        if pieces[index].kind in (Kind.OPEN, Kind.CLOSE):
            continue
        if pieces[index].kind is Kind.TEXT:
            pieces[index] = replace(pieces[index], text=pieces[index].text.rstrip(" "))
        return


def _inherit(element: Element, form: Format) -> Format:
    language = element.get("lang") or element.get(_LANGUAGE) or form.language
    direction = element.get("dir")
    right_to_left = direction == "rtl" if direction in ("ltr", "rtl") else form.right_to_left
    if (language, right_to_left) == (form.language, form.right_to_left):
        return form
    return replace(form, language=language, right_to_left=right_to_left)


def _format_of(name: str, form: Format) -> Format:
    # What an abbr stands for is no text of a document, here as in the PDF: only a browser shows it, when asked.
    if name == "strong":
        return replace(form, bold=True)
    if name == "em":
        return replace(form, italic=True)
    if name == "small":
        return replace(form, style="Klein")
    if name in _POSITIONS:
        return replace(form, position=_POSITIONS[name])
    return form


class TextWriter:
    """Writes pieces as WordprocessingML and counts what must be unique in a document: controls and notes."""

    def __init__(
        self, style_ids: Mapping[str, str], picture: Callable[[Element], str], identifiers: Iterator[int]
    ) -> None:
        """Use styles by name; ``picture`` writes a drawing, ``identifiers`` are for the controls of all parts."""
        self._style_ids = style_ids
        self._picture = picture
        self._identifiers = identifiers
        self.notes: list[str] = []

    def write(self, element: Element, form: Format = PLAIN, *, right_to_left: bool = False) -> str:
        """Return the runs of everything inside an element, for a paragraph of a direction."""
        if not len(element):
            text = re.sub(r"[ \t\r\n]+", " ", element.text or "").strip(" ")
            return self._run(text, _inherit(element, form), right_to_left=right_to_left) if text else ""
        return self.write_pieces(list(pieces_of(element, form)), right_to_left=right_to_left)

    def write_pieces(self, pieces: list[Piece], *, right_to_left: bool = False) -> str:
        """Return the runs of pieces, for a paragraph of a direction."""
        return "".join(self._write_piece(piece, right_to_left=right_to_left) for piece in fold(pieces))

    def control(self, number: PrintedNumber, runs: str) -> str:
        """Return runs inside the content control of a named number."""
        return self._open(number) + runs + "</w:sdtContent></w:sdt>"

    def _write_piece(self, piece: Piece, *, right_to_left: bool) -> str:
        if piece.number is not None:
            return self._open(piece.number)
        if piece.element is not None:
            return self._picture(piece.element) if piece.kind is Kind.PICTURE else self._note(piece.element)
        if piece.kind is Kind.TEXT:
            return self._run(piece.text, piece.format, right_to_left=right_to_left)
        return self._box(piece.text) if piece.kind is Kind.BOX else _SIGNS[piece.kind]

    def _run(self, text: str, form: Format, *, right_to_left: bool) -> str:
        """Return the runs of a text; in a paragraph from left to right a mark ends each right-to-left name."""
        if right_to_left:
            return self._one_run(text, replace(form, right_to_left=True))
        if form.right_to_left:
            return self._one_run(text, form) + self._one_run(LEFT_TO_RIGHT, replace(form, right_to_left=False))
        if text.isascii():
            return self._one_run(text, form)
        before, *others = split_at_names(text)
        runs = self._one_run(before, form) if before else ""
        for name, after in zip(others[::2], others[1::2], strict=True):
            runs += self._one_run(name, replace(form, right_to_left=True)) + self._one_run(LEFT_TO_RIGHT + after, form)
        return runs

    def _one_run(self, text: str, form: Format) -> str:
        properties = "" if form == PLAIN else f"<w:rPr>{self._properties(form)}</w:rPr>"
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

    def _properties(self, form: Format) -> str:
        """Return the properties of a run in the order of the schema; bold and italic alone are character styles."""
        plain_style = form.style or ("Strong" if form.bold else "Emphasis" if form.italic else "")
        properties = f'<w:rStyle w:val="{self._style_ids[plain_style]}"/>' if plain_style else ""
        if form.bold and plain_style != "Strong":
            properties += "<w:b/><w:bCs/>"
        if form.italic and plain_style != "Emphasis":
            properties += "<w:i/><w:iCs/>"
        if form.position:
            properties += f'<w:vertAlign w:val="{form.position}"/>'
        if form.right_to_left:
            properties += "<w:rtl/>"
        if form.language:
            attribute = "w:bidi" if form.right_to_left else "w:val"
            properties += f"<w:lang {attribute}={quoteattr(form.language)}/>"
        return properties

    def _open(self, number: PrintedNumber) -> str:
        alias, tag = quoteattr(number.name[:LONGEST_TAG]), quoteattr(control_tag(number.name))
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val={alias}/><w:tag w:val={tag}/><w:id w:val="{next(self._identifiers)}"/>'
            "</w:sdtPr><w:sdtContent>"
        )

    def _box(self, sign: str) -> str:
        """Return a check box that can be ticked in Word; everywhere else it is its sign."""
        font = f'w:ascii="{_BOX_FONT}" w:eastAsia="{_BOX_FONT}" w:hAnsi="{_BOX_FONT}"'
        return (
            f'<w:sdt><w:sdtPr><w:id w:val="{next(self._identifiers)}"/><w14:checkbox>'
            f'<w14:checked w14:val="{int(sign == _CHECKED)}"/><w14:checkedState w14:val="2612" w14:font="{_BOX_FONT}"/>'
            f'<w14:uncheckedState w14:val="2610" w14:font="{_BOX_FONT}"/></w14:checkbox></w:sdtPr><w:sdtContent>'
            f'<w:r><w:rPr><w:rFonts {font} w:hint="eastAsia"/></w:rPr><w:t>{escape(sign)}</w:t></w:r>'
            "</w:sdtContent></w:sdt>"
        )

    def _note(self, element: Element) -> str:
        reference = f'<w:rPr><w:rStyle w:val="{self._style_ids["footnote reference"]}"/></w:rPr>'
        number = len(self.notes) + 1
        self.notes.append("")
        self.notes[number - 1] = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self._style_ids["footnote text"]}"/></w:pPr>'
            f'<w:r>{reference}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
            f"{self.write(element)}</w:p></w:footnote>"
        )
        if len(self.notes) != number:
            raise DocumentError("eine Fußnote steht innerhalb einer Fußnote")
        return f'<w:r>{reference}<w:footnoteReference w:id="{number}"/></w:r>'
