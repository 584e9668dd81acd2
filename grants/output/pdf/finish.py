"""The last step of a PDF: what PDF/UA-1 asks of a PDF/A-3a beyond what WeasyPrint writes. The one home of pikepdf.

WeasyPrint repeats the head of a table on every page and begins a new table there; here they become one again. What
then stands outside the structure (running header and footer, repeated heads) is marked as an artifact of the page.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

from grants.output.pdf.stream_ends import separate_stream_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

MAKER = "Förderbuch"
_PRODUCER = re.compile(rb"(?<=<pdf:Producer>)[^<]*|(?<=pdf:Producer=\")[^\"]*")
_MARKED = re.compile(rb"^/\w+\s+<</MCID (\d+)>>\s+BDC$", re.MULTILINE)
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"
_TABLE, _HEAD, _CAPTION = Name.Table, Name.THead, Name.Caption
_END_OF_RDF = b"</rdf:RDF>"
_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501 - one property of the standard, as the standard prints it
_REFERENCE = (
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:identifier>{}</dc:identifier></rdf:Description>\n"
)


def finish(content: bytes, reference: str = "") -> bytes:
    """Return the finished PDF; the same content and ``reference`` (Aktenzeichen, may be empty) give the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _complete_metadata(pdf, reference)
        pdf.Root.AF = Array({file.objgen: file for file in pdf.Root.AF.as_list()}.values())
        structure = pdf.Root.StructTreeRoot
        for parts in _tables(structure).values():
            _join_table(parts[0], parts[1:])
        identified = _mark_artifacts(pdf, structure)
        if identified:
            structure.IDTree = pdf.make_indirect(
                Dictionary(Names=Array([item for pair in sorted(identified.items()) for item in pair]))
            )
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return separate_stream_ends(target.getvalue())


def _complete_metadata(pdf: pikepdf.Pdf, reference: str) -> None:
    """Say inside the one rdf:RDF that the file is PDF/UA-1 too, and its Aktenzeichen; stored without a filter.

    The typesetter names its version as the maker; with that a document would change with every update of it.
    """
    added = _UA + (_REFERENCE.format(escape(reference)) if reference else "")
    metadata = _PRODUCER.sub(MAKER.encode(), pdf.Root.Metadata.read_bytes())
    pdf.docinfo["/Producer"] = MAKER
    before, end, after = metadata.rpartition(_END_OF_RDF)
    pdf.Root.Metadata = pdf.make_stream(before + added.encode() + end + after, Type=Name.Metadata, Subtype=Name.XML)
    if reference:
        pdf.docinfo["/Aktenzeichen"] = reference


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the structure elements in an element, without those it holds as plain content."""
    for kid in element.get("/K", ()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _elements(element):
        yield kid
        yield from _walk(kid)


def _tables(structure: pikepdf.Object) -> dict[str, list[pikepdf.Object]]:
    """Return the parts of each table in the order of pages; the parts of one have the same identifier."""
    tables: dict[str, list[pikepdf.Object]] = {}
    for element in _walk(structure):
        if element.S == _TABLE:
            tables.setdefault(str(element.ID), []).append(element)
            del element["/ID"]
    return tables


def _join_table(first: pikepdf.Object, others: list[pikepdf.Object]) -> None:
    """Move the rows of the other parts into the first one; of all their heads the first stays in the structure.

    The first part has none where a page ends between the caption of a table and its head.
    """
    heads = _heads(first)
    for part in others:
        own, adopted = _heads(part), not heads
        heads = heads or own
        renamed = {str(head.ID): kept.ID for head, kept in zip(own, heads, strict=False)}
        for group in _elements(part):
            if group.S == _CAPTION or (group.S == _HEAD and not adopted):
                continue
            for cell in _walk(group):
                if cell.S == Name.TD and "/Headers" in cell.A:
                    cell.A.Headers = Array([renamed.get(str(head), head) for head in cell.A.Headers])
            group.P = first
            first.K.append(group)
        _remove(part)


def _heads(table: pikepdf.Object) -> list[pikepdf.Object]:
    return [cell for group in _elements(table) if group.S == _HEAD for cell in _walk(group) if cell.S == Name.TH]


def _remove(element: pikepdf.Object) -> None:
    """Take an element out of the structure, and its parent too where nothing else is in it."""
    parent = element.P
    parent.K = Array([kid for kid in parent.K if not _same(kid, element)])
    if not len(parent.K) and "/P" in parent:
        _remove(parent)


def _same(kid: Any, element: pikepdf.Object) -> bool:  # noqa: ANN401 - content of pages is a number, not an object
    return isinstance(kid, pikepdf.Dictionary) and kid.objgen == element.objgen


def _mark_artifacts(pdf: pikepdf.Pdf, structure: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """Mark what no element of the structure holds as artifacts of the page; return elements by identifier."""
    reached = {element.objgen: element for element in _walk(structure)}
    owners = structure.ParentTree.Nums
    for index in range(0, len(owners), 2):
        page = pdf.pages[int(owners[index])]
        held = [owner is not None and owner.objgen in reached for owner in owners[index + 1]]
        if not all(held):
            owners[index + 1] = Array(
                [owner if kept else None for owner, kept in zip(owners[index + 1], held, strict=True)]
            )
            _rewrite(page, {number for number, kept in enumerate(held) if not kept})
    return {str(element.ID): element for element in reached.values() if "/ID" in element}


def _rewrite(page: pikepdf.Page, stray: set[int]) -> None:
    """Turn marked content with these numbers into artifacts. Raises RuntimeError when the page does not have them."""
    found = set()

    def mark(place: re.Match[bytes]) -> bytes:
        number = int(place[1])
        if number not in stray:
            return place[0]
        found.add(number)
        return _ARTIFACT

    content = _MARKED.sub(mark, page.Contents.read_bytes())
    if found != stray:
        message = f"content outside the structure was not found on its page: {sorted(stray - found)}"
        raise RuntimeError(message)
    page.Contents.write(content)
