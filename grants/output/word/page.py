"""The page of Word documents: margins, letterhead, running lines with page numbers, settings, fonts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import local_name, text_of
from grants.output.word.body import BodyWriter
from grants.output.word.look import LETTERHEAD_LINES, Look
from grants.output.word.package import HEAD, OFFICE, WORD_TYPE, relate
from grants.output.word.place import Place
from grants.output.word.styles import COMPLEX_FONT, WORD
from grants.output.word.text import TAB, Kind, Piece, TextWriter, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from grants.output.word.lists import Lists
    from grants.output.word.package import Package, WrittenPart
    from grants.output.word.pictures import Pictures

NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
PAGE_WIDTH, MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP = 11906, 1417, 1134, 1134
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
HEADER_DISTANCE = 794
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1247" w:left="1417" '
    f'w:header="{HEADER_DISTANCE}" w:footer="624" w:gutter="0"/>'
)
_ROOM_BELOW_LETTERHEAD = 400
_RULE_BELOW_LETTERHEAD = 155
_LONGEST_SENDER = 125
_LONGEST_RUNNING_LINE = 105
_LOGO = 'w:wrap="around" w:vAnchor="page" w:hAnchor="margin" w:xAlign="right" w:y="680"'
# Fold marks at 105 and 210 mm, the mark for punching at 148.5 mm: place from the top and length, in twips.
_MARKS = ((5953, 227), (8419, 340), (11906, 227))
_MARK = (
    '<w:p><w:pPr><w:pStyle w:val="{style}"/><w:framePr w:w="{length}" w:h="20" w:hRule="exact" w:wrap="around" '
    'w:vAnchor="page" w:hAnchor="page" w:x="283" w:y="{top}"/>'
    '<w:pBdr><w:top w:val="single" w:sz="2" w:space="0" w:color="808080"/></w:pBdr>'
    '<w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the writers of all parts share."""

    package: Package
    style_ids: Mapping[str, str]
    pictures: Pictures
    lists: Lists
    identifiers: Iterator[int]
    look: Look


def add_headers(sources: Sources, body: Element) -> str:
    """Put letterhead and, for letters, the running head into the package; return the references to them."""
    is_letter = any("head" in element.get("class", "").split() for element in body.iter())
    letterhead = [element for element in body if local_name(element) == "header"]
    first_part, first = _begin(sources, "header")
    for element in letterhead:
        _write_letterhead(first, element, sources.look, is_letter=is_letter)
    marks = "".join(
        _MARK.format(style=sources.style_ids["header"], top=top, length=length) for top, length in _MARKS if is_letter
    )
    end = "" if first.blocks else _empty(sources, "header")
    references = _end(sources, first_part, "header", "first", marks + "".join(first.blocks) + end)
    other_part, others = _begin(sources, "header")
    if is_letter:
        authority = next((text_of(e) for e in body.iter() if e.get("class") == "authority"), "")
        subject = next((text_of(e) for e in body.iter() if local_name(e) == "h1"), "")
        others.add([Piece(Kind.TEXT, authority), TAB, Piece(Kind.TEXT, subject)], "header")
    content = "".join(others.blocks) or _empty(sources, "header")
    return _end(sources, other_part, "header", "default", content) + references


def add_footers(sources: Sources, body: Element, kinds: tuple[str, ...]) -> str:
    """Put the running line with the page numbers into the package, for each kind of page; return the references."""
    references = ""
    for kind in kinds:
        part, writer = _begin(sources, "footer")
        lines = [line for element in body if local_name(element) == "footer" for line in element]
        beside = bool(lines) and len(text_of(lines[0])) <= _LONGEST_RUNNING_LINE
        for line in lines:
            numbers = [TAB, *_page_numbers()] if beside and line is lines[0] else []
            writer.add([*pieces_of(line), *numbers], "footer")
        if not beside:
            writer.add([TAB, *_page_numbers()], "footer")
        references += _end(sources, part, "footer", kind, _with_fields("".join(writer.blocks)))
    return references


def write_letterhead(writer: BodyWriter, body: Element, look: Look) -> None:
    """Write the letterhead above the text, for a base with a footer of its own but without a header."""
    for element in body:
        if local_name(element) == "header":
            _write_letterhead(writer, element, look, is_letter=False)


def text_begins(body: Element) -> int:
    """Return where the text of a letter begins below our letterhead, in twips from the edge of the page."""
    lines = [
        LETTERHEAD_LINES[0] if child.get("class") == "authority" else LETTERHEAD_LINES[1] * _lines_of(child)
        for element in body
        if local_name(element) == "header"
        for child in element
        if "logo" not in child.get("class", "").split()
    ]
    return max(MARGIN_TOP, HEADER_DISTANCE + sum(lines) + _RULE_BELOW_LETTERHEAD)


def _lines_of(sender: Element) -> int:
    return 1 + len(text_of(sender)) // _LONGEST_SENDER


def _write_letterhead(writer: BodyWriter, element: Element, look: Look, *, is_letter: bool) -> None:
    logos = [child for child in element if "logo" in child.get("class", "").split()]
    for logo in logos:
        writer.add([Piece(Kind.PICTURE, element=logo)], "header", Place(frame=_LOGO))
    begin = len(writer.blocks)
    for child in element:
        if child not in logos:
            writer.write(child, Place(style="Absender"))
    if len(writer.blocks) > begin:
        rule = f'<w:pBdr><w:bottom w:val="single" w:sz="14" w:space="6" w:color="{look.accent}"/></w:pBdr>'
        head, end, tail = writer.blocks[-1].partition("</w:pPr>")
        room = "" if is_letter else f'<w:spacing w:after="{_ROOM_BELOW_LETTERHEAD}"/>'
        writer.blocks[-1] = f"{head}{rule}{room}{end}{tail}"


_PAGE_FIELD, _PAGES_FIELD = "\ue000", "\ue001"


def _page_numbers() -> list[Piece]:
    return [Piece(Kind.TEXT, f"Seite\u00a0{_PAGE_FIELD} von\u00a0{_PAGES_FIELD}")]


def _with_fields(xml: str) -> str:
    """Return paragraphs with fields of Word where their marks stand."""
    for mark, code in ((_PAGE_FIELD, "PAGE"), (_PAGES_FIELD, "NUMPAGES")):
        field = f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        xml = xml.replace(mark, f'</w:t></w:r>{field}<w:r><w:t xml:space="preserve">')
    return xml.replace('<w:r><w:t xml:space="preserve"></w:t></w:r>', "")


def _empty(sources: Sources, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{sources.style_ids[style]}"/></w:pPr></w:p>'


def _begin(sources: Sources, what: str) -> tuple[WrittenPart, BodyWriter]:
    """Put an empty header or footer into the package and return it with what writes it."""
    package = sources.package
    part = package.add(package.main, what, f"/word/{what}%d.xml", f"{WORD_TYPE}.{what}+xml")
    text = TextWriter(sources.style_ids, sources.pictures.writer(part), sources.identifiers)
    return part, BodyWriter(text, sources.lists, sources.style_ids, MARGIN_TOP)


def _end(sources: Sources, part: WrittenPart, what: str, kind: str, content: str) -> str:
    """Write a header or footer and return the reference to it."""
    root = "hdr" if what == "header" else "ftr"
    part.write(f"{HEAD}<w:{root} {NAMESPACES}>{content}</w:{root}>")
    return reference(what, kind, relate(sources.package.main, part, what))


def reference(what: str, kind: str, relationship: str) -> str:
    """Return how a section names its header or footer for a kind of page."""
    return f'<w:{what}Reference w:type="{kind}" r:id="{relationship}"/>'


def settings(*, notes: bool, even_and_odd: bool) -> str:
    """Return the settings: German hyphenation and separators, the notes that separate footnotes from the text."""
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if notes else ""
    return (
        f'{HEAD}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
        "<w:autoHyphenation/>"
        '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="284"/><w:doNotHyphenateCaps/>'
        f"{'<w:evenAndOddHeaders/>' if even_and_odd else ''}"
        f'<w:characterSpacingControl w:val="doNotCompress"/>{separators}<w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="de-DE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def footnotes(notes: list[str]) -> str:
    """Return the part of the footnotes with the two lines Word draws above them."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
        f'<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{HEAD}<w:footnotes {NAMESPACES}>{separators}{''.join(notes)}</w:footnotes>"


def font_table(look: Look) -> str:
    """Return the fonts with what takes their place where they are missing."""
    substitutes = {
        look.font: "Calibri",
        "Calibri": "Carlito",
        COMPLEX_FONT: "Liberation Sans",
        "MS Gothic": "Noto Sans Symbols 2",
    }
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{substitutes[name]}"/>' if name in substitutes else "")
        + '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        for name in dict.fromkeys((look.font, *substitutes))
    )
    return f'{HEAD}<w:fonts xmlns:w="{WORD}">{fonts}</w:fonts>'
