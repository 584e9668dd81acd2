"""The blocks of a document as WordprocessingML: a walk over the tree that drops nothing it does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grants.output.html.direction import reads_right_to_left
from grants.output.html.document import DocumentError, local_name, number_of, text_of
from grants.output.word.keep import kept_together
from grants.output.word.lists import DEEPEST, indent_of
from grants.output.word.look import INFORMATION, STAMP, STAMP_OF_LETTER, TEXT_OF_LETTER, WIDE, WINDOW
from grants.output.word.place import PLAIN_PLACE, Place, inside, style_of
from grants.output.word.text import (
    INLINE,
    TAB,
    Format,
    Kind,
    Piece,
    paragraphs_of,
    piece_of,
    pieces_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from grants.output.word.lists import Lists
    from grants.output.word.table import TableWriter
    from grants.output.word.text import TextWriter

_GROUPS = frozenset({"main", "section", "article", "div", "address", "figure", "header", "footer"})
_HEADINGS = {"h1": "heading 1", "h2": "heading 2", "h3": "heading 3", "figcaption": "caption"}
_ITEMS = ("List Bullet", "List Number")
_KEEP = "<w:keepNext/>"
_KEPT = frozenset({"keep", "certified", "annex"})
_LONGEST_TERM, _LONGEST_INFO_TERM = 28, 14
_LONGEST_SIGNATURE = 58
_ROOM_AFTER_TABLE, _ROOM_AFTER_LIST = 180, 80
_ORDER = ("keepNext", "pageBreakBefore", "framePr", "numPr", "pBdr", "bidi", "spacing", "ind", "jc")


class BodyWriter:
    """Collects the blocks of one part of a document."""

    def __init__(self, text: TextWriter, lists: Lists, style_ids: Mapping[str, str], text_begins: int) -> None:
        """Begin without blocks; the text of the first page begins ``text_begins`` twips below its edge.

        ``tables`` is set by whoever knows their width.
        """
        self._text = text
        self._lists = lists
        self._style_ids = style_ids
        self._text_begins = text_begins
        self.tables: TableWriter | None = None
        self.blocks: list[str] = []
        self._number = ""
        self._next: dict[str, str] = {}
        self._room = 0
        self._is_letter = False

    def write_children(self, element: Element, place: Place) -> None:
        """Write what an element holds; text and inline elements between blocks become paragraphs."""
        pending: list[Piece] = []
        if element.text:
            pending.append(Piece(Kind.TEXT, element.text, place.form))
        for child in element:
            if local_name(child) in INLINE:
                pending += piece_of(child, place.form)
            else:
                self._flush(pending, place)
                self.write(child, place)
            if child.tail:
                pending.append(Piece(Kind.TEXT, child.tail, place.form))
        self._flush(pending, place)

    def write(self, element: Element, place: Place) -> None:
        """Write one block. Raises DocumentError for an element that is none."""
        name, classes = local_name(element), element.get("class", "").split()
        place = inside(element, place)
        if name == "hr":
            self._write_rule(classes)
        elif name in ("ul", "ol"):
            self._write_list(element, place)
        elif name == "dl":
            self._write_definitions(element, place)
        elif name == "table":
            self._write_table(element, place)
        elif name == "p" or name in _HEADINGS:
            self._write_paragraph(element, place)
        elif name not in _GROUPS:
            raise DocumentError(f"das Element <{name}> hat an seiner Stelle keine Form in einem Word-Dokument")
        elif "key-figures" in classes:
            self._write_key_figures(element)
        elif "signature" in classes:
            self._write_signatures(element)
        elif "head" in classes:
            self._write_head(element, place)
        else:
            self._write_group(element, place, kept=bool(_KEPT & set(classes)))

    def write_cell(self, cell: Element, style: str, form: Format) -> str:
        """Return the blocks of a table cell, which ends with a paragraph."""
        if number_of(cell) is not None:
            raise DocumentError("eine Zelle mit einer Zahl enthält Absätze")
        outer, self.blocks = self.blocks, []
        self.write_children(cell, Place(style=style, form=form))
        inner, self.blocks = self.blocks, outer
        self._room = 0
        if not inner or inner[-1].endswith("</w:tbl>"):
            inner.append(self._empty(style))
        return "".join(inner)

    def add(self, pieces: list[Piece], style: str, place: Place = PLAIN_PLACE, **properties: str) -> None:
        """Add a paragraph with properties beyond those of its style; without text there is none."""
        turned = place.form.right_to_left or reads_right_to_left("".join(piece.text for piece in pieces))
        runs = self._text.write_pieces(pieces, right_to_left=turned)
        if not runs:
            return
        if style == "caption":
            properties["keepNext"] = _KEEP
        if place.frame:
            properties["framePr"] = f"<w:framePr {place.frame}/>"
        if self._number:
            properties["numPr"], self._number = self._number, ""
        elif place.indent:
            properties.setdefault("ind", f'<w:ind w:left="{place.indent}"/>')
            style = "List Continue" if style in _ITEMS else style
        if "framePr" not in properties:
            if self._room and not style.startswith(("heading", "caption")):
                properties.setdefault("spacing", f'<w:spacing w:before="{self._room}"/>')
            properties |= self._next
            self._next, self._room = {}, 0
        if turned:
            properties["bidi"] = "<w:bidi/>"
        extra = "".join(properties[name] for name in _ORDER if name in properties)
        self.blocks.append(f'<w:p><w:pPr><w:pStyle w:val="{self._style_ids[style]}"/>{extra}</w:pPr>{runs}</w:p>')

    def _flush(self, pending: list[Piece], place: Place) -> None:
        self.add(pending, place.style, place)
        pending.clear()

    def _empty(self, style: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self._style_ids[style]}"/></w:pPr></w:p>'

    def _write_paragraph(self, element: Element, place: Place) -> None:
        name, classes = local_name(element), element.get("class", "").split()
        if "stamp" in classes:
            frame = STAMP_OF_LETTER if self._is_letter else STAMP
            # A frame is as wide as its longest word; a stamp of several lines needs the room of a line.
            place = replace(place, frame=frame + (WIDE if any(local_name(each) == "br" for each in element) else ""))
        form = replace(place.form, style="Betreff") if name == "h1" and self._is_letter else place.form
        pieces = list(pieces_of(element, form))
        if "declaration" in classes:
            pieces = _hanging_beside_box(pieces)
        self.add(pieces, _HEADINGS.get(name, place.style), place)

    def _write_group(self, element: Element, place: Place, *, kept: bool) -> None:
        begin = len(self.blocks)
        is_figure = local_name(element) == "figure"
        self.write_children(element, replace(place, style="Bild") if is_figure else place)
        if is_figure and len(element) and local_name(element[-1]) == "figcaption":
            self.blocks[-1] = self.blocks[-1].replace(_KEEP, '<w:keepNext w:val="0"/>', 1)
        if kept or is_figure:
            self.blocks[begin:] = kept_together(self.blocks[begin:])

    def _write_rule(self, classes: list[str]) -> None:
        if "page-break" in classes:
            self._next["pageBreakBefore"] = "<w:pageBreakBefore/>"
        else:
            self.blocks.append(self._empty("Trennlinie"))

    def _write_list(self, element: Element, place: Place) -> None:
        ordered = local_name(element) == "ol"
        depth = min(place.depth + 1, DEEPEST)
        numbering = self._lists.numbers(depth, int(element.get("start", "1"))) if ordered else self._lists.bullets()
        plain = _ITEMS[ordered]
        for item in element:
            style = style_of(
                item.get("class", "").split(), place.style if place.style in ("Hinweis", "Offen") else plain
            )
            self._number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbering}"/></w:numPr>'
            self.write_children(item, replace(inside(item, place), style=style, depth=depth, indent=indent_of(depth)))
            self._number = ""
        if not depth:
            self._room = _ROOM_AFTER_LIST

    def _write_definitions(self, element: Element, place: Place) -> None:
        style = "Angabe klein" if "mark" in element.get("class", "").split() else place.terms
        longest = _LONGEST_INFO_TERM if style == "Informationsblock" else _LONGEST_TERM
        waiting: list[Piece] = []
        for child in element:
            if local_name(child) == "dt":
                self.add(waiting, style, place, keepNext=_KEEP)
                waiting = list(pieces_of(child, replace(place.form, style="Begriff")))
                continue
            if len("".join(piece.text for piece in waiting)) > longest:
                self.add(waiting, style, place, keepNext=_KEEP)
                waiting = []
            first, *others = paragraphs_of(child, place.form)
            if "wide" in child.get("class", "").split():
                self.add(waiting, style, place, keepNext=_KEEP)
                self.add(first, style, place)
            else:
                self.add([*waiting, TAB, *first], style, place)
            for pieces in others:
                self.add([TAB, *pieces], style, place)
            waiting = []
        self.add(waiting, style, place)
        self._room = 0 if place.frame else _ROOM_AFTER_LIST

    def _write_key_figures(self, element: Element) -> None:
        """Write each key figure on a line of its own, its value at the right edge."""
        lines = list(element)
        for line in lines:
            pieces = [Piece(Kind.TEXT, line.text or "")]
            for child in line:
                if local_name(child) == "data" and TAB not in pieces:
                    pieces.append(TAB)
                pieces += piece_of(child, Format(style="Kennzahl Wert"))
                pieces.append(Piece(Kind.TEXT, child.tail or ""))
            properties = {} if line is lines[-1] else {"keepNext": _KEEP}
            if line is lines[0]:
                properties["spacing"] = '<w:spacing w:before="120"/>'
            self.add(pieces, "Kennzahl erste" if line is lines[0] else "Kennzahl", PLAIN_PLACE, **properties)
        self._room = _ROOM_AFTER_TABLE

    def _write_signatures(self, element: Element) -> None:
        """Write lines to sign on, two beside each other where both texts fit below theirs."""
        lines = list(element)
        while lines:
            pair = lines[:2]
            if any(len(text_of(line)) > _LONGEST_SIGNATURE for line in pair):
                pair = lines[:1]
            del lines[: len(pair)]
            self.add([TAB] * (2 * len(pair) - 1), "Unterschriftslinie")
            pieces = [piece for line in pair for piece in (*pieces_of(line), TAB)]
            self.add(pieces[:-1], "Unterschriftszeile")

    def _write_head(self, element: Element, place: Place) -> None:
        """Write the head of a letter: the address in the window, the information block to the right of it."""
        for child in element:
            classes = child.get("class", "").split()
            if "address" in classes:
                self.write_children(child, replace(place, style="Anschrift", frame=WINDOW))
            elif "info" in classes:
                self.write_children(
                    child, replace(place, style="Informationsblock", terms="Informationsblock", frame=INFORMATION)
                )
            else:
                self.write(child, place)
        self._is_letter = True
        self._next["spacing"] = f'<w:spacing w:before="{max(TEXT_OF_LETTER - self._text_begins, 0)}"/>'

    def _write_table(self, element: Element, place: Place) -> None:
        if self.tables is None:
            raise DocumentError("eine Tabelle steht im Kopf oder Fuß der Seite")
        for part in element:
            if local_name(part) == "caption":
                self.add(list(pieces_of(part, place.form)), "caption", place)
        if self.blocks and self.blocks[-1].endswith("</w:tbl>"):
            # Word would make one table of two.
            self.blocks.append(self._empty("Hinweis"))
        self.blocks.append(self.tables.write(element, keep=False))
        self._room = _ROOM_AFTER_TABLE


def _hanging_beside_box(pieces: list[Piece]) -> list[Piece]:
    """Return pieces with a tab after the box they begin with, so that all lines begin at the same place."""
    boxes = [index for index, piece in enumerate(pieces) if piece.kind is Kind.BOX]
    return [*pieces[: boxes[0] + 1], TAB, *pieces[boxes[0] + 1 :]] if boxes else pieces
