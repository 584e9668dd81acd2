"""Every kind of document of the example county is the golden HTML, to the last sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from grants.output.html.document import parse_document
from grants.output.html.serialise import serialise
from grants.output.html.structure import structure_faults
from grants.output.html.unmarked import unmarked_texts
from tests.output.golden import KINDS, documents, golden_path


@pytest.fixture(scope="module")
def made(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    from shutil import copytree

    return documents(copytree(finished, tmp_path_factory.mktemp("golden") / "Landkreis ä"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_its_golden_html(made: dict[str, str], kind: str) -> None:
    assert made[kind].splitlines() == golden_path(kind).read_text("utf-8").splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_document_is_in_order_and_reads_and_writes_to_itself(kind: str) -> None:
    html = golden_path(kind).read_text("utf-8")
    root = parse_document(html)
    assert list(structure_faults(root)) == []
    assert list(unmarked_texts(root)) == []
    assert serialise(root) == html


@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_document_carries_its_days_and_figures(kind: str) -> None:
    html = golden_path(kind).read_text("utf-8")
    assert '<time datetime="' in html
    assert 'value="' in html
    assert " €" not in html.replace("\u00a0€", "")
    assert "Nr. " not in html.replace("Nr.\u00a0", "").replace("Vorlage Nr. ", "").replace("Nr. of", "")
