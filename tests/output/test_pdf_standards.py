"""PDF/A-3a and PDF/UA-1 at once: every kind of document, small provoking ones, and what the structure says."""

from __future__ import annotations

import io

import pikepdf
import pytest

from grants.output.pdf.finish import finish
from grants.output.pdf.gate import findings
from tests.output.golden import KINDS
from tests.output.pdf_samples import SAMPLES, SPANS, SVG, elements, long_table, opened, pdf_of, pdf_of_kind

SHOWS_SOMETHING = frozenset({"Tj", "TJ", "f", "f*", "S", "s", "B", "Do", "sh"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_keeps_both_standards(kind: str) -> None:
    assert findings(pdf_of_kind(kind)) == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_document_may_hold_keeps_both_standards(name: str) -> None:
    content = pdf_of(SAMPLES[name], reference="41.2-425")
    assert findings(content) == ()
    with opened(content) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")


@pytest.mark.parametrize("name", SAMPLES)
def test_all_that_a_page_shows_is_content_or_an_artifact(name: str) -> None:
    with opened(pdf_of(SAMPLES[name])) as pdf:
        for sheet in pdf.pages:
            open_marks = 0
            for instruction in pikepdf.parse_content_stream(sheet):
                operator = instruction.operator
                open_marks += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
                assert open_marks or str(operator) not in SHOWS_SOMETHING


def test_a_file_that_breaks_a_standard_is_found_with_its_rules() -> None:
    with opened(pdf_of("<p>x</p>")) as pdf:
        del pdf.Root["/MarkInfo"]
        target = io.BytesIO()
        pdf.save(target)
    assert "PDF/A-3a" in {finding.standard for finding in findings(target.getvalue())}
    assert all(finding.rule and finding.message for finding in findings(target.getvalue()))


def test_the_maker_is_this_program_and_no_version_of_what_it_uses() -> None:
    content = pdf_of("<p>x</p>")
    assert b"WeasyPrint" not in content
    with opened(content) as pdf:
        assert [str(pdf.docinfo[key]) for key in ("/Producer", "/Creator")] == ["Förderbuch", "Förderbuch"]
        described = pdf.Root.Metadata.read_bytes().decode()
        assert described.count("Förderbuch") == 2
        metadata = pdf.open_metadata()
        assert (metadata["pdf:Producer"], metadata["xmp:CreatorTool"]) == ("Förderbuch", "Förderbuch")


def test_what_is_no_pdf_breaks_both_standards() -> None:
    assert [finding.standard for finding in findings(b"kein PDF")] == ["PDF/A-3a", "PDF/UA-1"]


def test_a_table_over_several_pages_is_one_table_with_one_head() -> None:
    with opened(pdf_of(long_table(120))) as pdf:
        assert len(pdf.pages) >= 3
        (table,) = elements(pdf, "/Table")
        assert len(elements(pdf, "/THead")) == 1
        assert len(elements(pdf, "/TR")) == 121
        assert str(table.K[0].S) == "/Caption"


def test_rows_on_later_pages_refer_to_the_one_head() -> None:
    with opened(pdf_of(long_table(120))) as pdf:
        heads = [str(cell.ID) for cell in elements(pdf, "/TH")]
        assert len(heads) == 2
        cells = elements(pdf, "/TD")
        assert [[str(head) for head in cell.A.Headers] for cell in cells] == [
            [head] for _ in range(120) for head in heads
        ]
        names = pdf.Root.StructTreeRoot.IDTree.Names
        assert [str(name) for name in list(names)[::2]] == sorted(heads)


def test_heads_repeated_on_later_pages_are_seen_but_not_read_again() -> None:
    with opened(pdf_of(long_table(120))) as pdf:
        # Each page marks its number; later ones also the two cells of the repeated head.
        marks = [sheet.Contents.read_bytes().count(b"/Artifact <</Type /Pagination>> BDC") for sheet in pdf.pages]
        assert marks[0] + 2 == marks[1] == marks[2]


def test_two_tables_stay_two() -> None:
    body = long_table(60) + long_table(60).replace('id="lang"', 'id="zweite"')
    with opened(pdf_of(body)) as pdf:
        assert [len(table.K) > 2 for table in elements(pdf, "/Table")] == [True, True]
        assert len(elements(pdf, "/THead")) == 2


def test_head_cells_say_whether_they_head_a_column_or_a_row() -> None:
    with opened(pdf_of(SPANS)) as pdf:
        assert [str(cell.A.Scope) for cell in elements(pdf, "/TH")] == ["/Column"] * 4 + ["/Row"]


def test_running_lines_are_artifacts_and_leave_the_structure() -> None:
    body = '<footer class="running"><p>Fußzeile</p></footer><p>Text</p>'
    with opened(pdf_of(body)) as pdf:
        # page number and running footer
        assert pdf.pages[0].Contents.read_bytes().count(b"/Artifact <</Type /Pagination>> BDC") >= 2
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        reached = {element.objgen for element in elements(pdf)}
        assert {owner.objgen for owner in owners if owner is not None} <= reached
        assert len([owner for owner in owners if owner is not None]) == 2  # heading and paragraph


def test_a_text_in_another_language_says_so() -> None:
    body = '<p>Der Satz <span lang="en">to be</span> ist englisch.</p><p lang="fr">C’est tout.</p>'
    with opened(pdf_of(body)) as pdf:
        assert [str(element.Lang) for element in elements(pdf) if "/Lang" in element] == ["en", "fr"]


def test_pictures_have_their_description() -> None:
    with opened(pdf_of(SVG)) as pdf:
        assert [str(figure.Alt) for figure in elements(pdf, "/Figure")] == ["Ein Balken"]


def test_each_embedded_file_is_associated_once_and_readers_show_the_title() -> None:
    with opened(pdf_of("<p>x</p>")) as pdf:
        assert len({file.objgen for file in pdf.Root.AF}) == len(pdf.Root.AF) == 2
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert all(str(sheet.Tabs) == "/S" for sheet in pdf.pages)


def test_content_that_cannot_be_found_on_its_page_is_an_error_and_never_left_as_it_is() -> None:
    with opened(pdf_of(SAMPLES["Laufende Zeilen"])) as pdf:
        pdf.Root.StructTreeRoot.K[0].K = pikepdf.Array()
        pdf.pages[0].Contents.write(b"q Q")
        target = io.BytesIO()
        pdf.save(target)
    with pytest.raises(RuntimeError, match="was not found on its page"):
        finish(target.getvalue())
