"""Every kind of document in every size: four outputs that say the same and that their validators accept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.agreement_of_files import compare_documents
from grants.output.order import Order, Shop
from grants.output.pdf_gate import check_pdf
from grants.output.press import Printer
from tests.ooxml import problems_of
from tests.output.specimens import KINDS, MANY, Specimen, lengthen, specimen

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - a day of the book, without a zone
NAME = "Verband für Integration, Beratung und gesellschaftliche Teilhabe im ländlichen Raum "
LONG_NAME = (NAME * 3)[:200].strip()
NAMES = ("محمد الأحمد", "ገብረ ሚካኤል", "Nguyễn Thị Hồng", "Иванова Ольга", "בית העם", LONG_NAME)


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(Shop(templates()))
