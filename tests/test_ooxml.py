"""The validators of Office files find what is wrong, so that their silence means something."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from tests.ooxml import problems


def minimal_file() -> bytes:
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph("Kreis")
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(key)
    document.save(stream)
    return stream.getvalue()


def with_replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for member in before.infolist():
            after.writestr(member, before.read(member).replace(old, new))
    return stream.getvalue()


def test_both_validators_pass_a_sound_file_and_find_a_misplaced_element() -> None:
    sound = minimal_file()
    broken = with_replaced(sound, b"<w:p>", b"<w:p><w:tbl/>")
    assert broken != sound
    assert problems({"gut.docx": sound}) == []
    found = problems({"gut.docx": sound, "kaputt.docx": broken})
    assert {line.split(": ")[0] for line in found} == {"1-kaputt.docx"}
    assert {line.split(": ")[1] for line in found} == {"openxml-audit", "Open XML SDK"}
