"""The child of the press is not believed: what it answers beside what it was asked for is a refusal and its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grants.output import press_process
from grants.output.press_answer import StrangeAnswerError, read_head
from grants.output.press_process import PressProcess, SettingError
from ledger.finding import UnreadableError
from tests.output.orders import order, small_shop

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("every_document_is_set")

FORMATS, LARGEST = ("pdf", "html"), 100
STRANGE: dict[str, Any] = {
    "a path": {"files": [["pdf", 1], ["x/../../../escaped.txt", 5]]},
    "another format": {"files": [["pdf", 1], ["html", 1], ["exe", 1]]},
    "one format twice": {"files": [["pdf", 1], ["pdf", 1]]},
    "a format is missing": {"files": [["pdf", 1]]},
    "no list": {"files": {"pdf": 1, "html": 1}},
    "a length below zero": {"files": [["pdf", -1], ["html", 1]]},
    "a length that is none": {"files": [["pdf", "1"], ["html", 1]]},
    "a length that is true": {"files": [["pdf", True], ["html", 1]]},
    "half a byte": {"files": [["pdf", 0.5], ["html", 1]]},
    "too many bytes together": {"files": [["pdf", 60], ["html", 41]]},
    "a suffix that is none": {"files": [[None, 1], ["html", 1]]},
    "findings that nobody asked for": {"findings": []},
    "a refusal without remedy": {"refusal": ["Text"]},
    "a refusal that is a text": {"refusal": "ab"},
    "a refusal of numbers": {"refusal": [1, 2]},
    "half a character": {"refusal": ["\ud800", "Bitte"]},
    "an endless refusal": {"refusal": ["x" * 20_001, "Bitte"]},
    "an unknown error of the disk": {"disk": 10**9},
    "two kinds at once": {"files": [["pdf", 1], ["html", 1]], "refusal": ["a", "b"]},
    "nothing": {},
    "a list": [],
}
STRANGE_FINDINGS: dict[str, Any] = {
    "files that nobody asked for": {"files": []},
    "too short": {"findings": [["datei", 1, "Text"]]},
    "a line that is a text": {"findings": [["datei", "1", "Text", "Bitte"]]},
    "no rows": {"findings": "abcd"},
    "a number for a text": {"findings": [["datei", None, 5, "Bitte"]]},
}
# A child that reads the shop and the first order, gives one answer, and waits for the next.
CHILD = """import sys, struct
length = struct.Struct(">Q")
for _ in range(2):
    sys.stdin.buffer.read(*length.unpack(sys.stdin.buffer.read(8)))
head = {head!r}
sys.stdout.buffer.write(length.pack({length}) + head + b"owned")
sys.stdout.buffer.flush()
sys.stdin.buffer.read()
"""


@pytest.mark.parametrize("head", STRANGE.values(), ids=STRANGE)
def test_an_answer_to_an_order_has_its_formats_or_a_reason_and_nothing_else(head: object) -> None:
    with pytest.raises(StrangeAnswerError):
        read_head(json.dumps(head).encode(), FORMATS, LARGEST)


@pytest.mark.parametrize("head", STRANGE_FINDINGS.values(), ids=STRANGE_FINDINGS)
def test_an_answer_to_the_check_has_rows_of_file_line_text_and_remedy(head: object) -> None:
    with pytest.raises(StrangeAnswerError):
        read_head(json.dumps(head).encode(), (), LARGEST)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_no_answer(content: bytes) -> None:
    with pytest.raises(StrangeAnswerError):
        read_head(content, FORMATS, LARGEST)


def test_sound_answers_are_taken() -> None:
    assert read_head(b'{"files": [["html", 60], ["pdf", 40]]}', FORMATS, LARGEST).said == [["html", 60], ["pdf", 40]]
    row = ["haus.css", None, "Das geht nicht.", ""]
    assert read_head(json.dumps({"findings": [row]}).encode(), (), LARGEST).said == [row]


@pytest.mark.parametrize("announced", ["head", "too long"])
def test_a_child_that_names_a_path_is_refused_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, announced: str
) -> None:
    head = b'{"files": [["x/../../../escaped.txt", 5]]}'
    child = tmp_path / "child.py"
    child.write_text(CHILD.format(head=head, length=len(head) if announced == "head" else 2**62), "utf-8")
    monkeypatch.setattr(press_process, "CHILD", child)
    monkeypatch.setattr(press_process, "_import_places", list)
    with PressProcess(small_shop(tmp_path, {})) as press:
        with pytest.raises(SettingError, match=r"Probe: .* hat etwas Unzulässiges geantwortet und wurde beendet"):
            press.make(order())
        assert press._process is None


def test_a_child_that_cannot_load_its_libraries_is_not_said_to_lack_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_process, "_import_places", list)
    with PressProcess(small_shop(tmp_path, {})) as press, pytest.raises(UnreadableError) as refusal:
        press.make(order())
    assert "lässt sich nicht starten" in refusal.value.text
    assert "neu installieren" in refusal.value.remedy
    assert "Arbeitsspeicher" not in refusal.value.text
