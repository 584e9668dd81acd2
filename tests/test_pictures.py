"""The page of pictures shows the documents as they are made now."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from tools.pictures import DIGEST_KEY, EXHIBITS, PAGE, PICTURES, Exhibit, page_text

OF_THE_RUN = [exhibit for exhibit in EXHIBITS if exhibit.path.startswith("2025/2025-")]


def test_the_page_names_every_picture() -> None:
    assert PAGE.read_text("utf-8") == page_text()
    assert sorted(path.name for path in PICTURES.glob("*.png")) == sorted(each.picture for each in EXHIBITS)


@pytest.mark.parametrize("exhibit", OF_THE_RUN, ids=lambda exhibit: exhibit.picture)
def test_a_picture_shows_the_document_as_it_is_made_now(exhibit: Exhibit, finished: Path) -> None:
    """When this fails, ./run pictures makes the page anew; please look at it."""
    html = (finished / "ausgabe" / f"{exhibit.path}.html").read_bytes()
    with Image.open(PICTURES / exhibit.picture) as picture:
        assert picture.info[DIGEST_KEY] == hashlib.sha256(html).hexdigest()
