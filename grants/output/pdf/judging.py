"""Finished PDFs are judged in a process of its own: the threads of the validator do not survive a fork."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from grants.output.pdf.gate import PROFILES, StandardFinding, findings

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOM = str(Path(__file__).resolve().parents[3])
_CODE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from grants.output.pdf.judging import main; main()"
CHILD = (sys.executable, "-P", "-B", "-X", "utf8", "-c", _CODE, _ROOM)
MOST_SECONDS = 300


def judge(contents: Sequence[bytes], child: Sequence[str] = CHILD) -> list[tuple[StandardFinding, ...]]:
    """Return for each PDF where it breaks one of the two standards; one that ends the child breaks both."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the files reach it as input only
            [*child, *(str(len(content)) for content in contents)],
            input=b"".join(contents),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
        said = done.stdout
    except subprocess.TimeoutExpired as problem:
        said = problem.stdout or b""
    # A line without its end is an answer that was cut off.
    answers = [tuple(StandardFinding(*each) for each in json.loads(line)) for line in said.split(b"\n")[:-1]]
    unanswered = tuple(StandardFinding(name, "lesbar", "the validator gave no answer") for name in PROFILES.values())
    return [*answers, *[unanswered] * (len(contents) - len(answers))]


def main() -> None:
    """Judge PDFs of the announced lengths from stdin and write one line of JSON for each."""
    for length in sys.argv[1:]:
        content = sys.stdin.buffer.read(int(length))
        sys.stdout.write(json.dumps([astuple(finding) for finding in findings(content)]) + "\n")
        sys.stdout.flush()
