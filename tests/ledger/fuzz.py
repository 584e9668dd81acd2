"""Feed damaged and hostile files to the intake: each is read rightly, has findings, or is refused; nothing else.

``python -m tests.ledger.fuzz 20000`` tries that many files, another number after it is the seed.
"""

from __future__ import annotations

import marshal
import signal
import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ledger.finding import UnreadableError
from ledger.imports import spreadsheet
from ledger.imports.workbook import spreadsheet_child
from tests.ledger.hostile_files import Hostile, described, hostile_files
from tests.ledger.small_files import is_german_sentence, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.imports.intake import Intake

SEED = 2025
# A process of its own for every workbook would take most of the time; every so often one is read as in earnest.
THROUGH_A_CHILD = 60
MOST_SECONDS = 60


def fuzz(count: int, seed: int = SEED) -> Counter[str]:
    """Try so many files; return how many were read, had findings, were refused. Raises AssertionError otherwise."""
    outcomes: Counter[str] = Counter()
    for number, hostile in enumerate(hostile_files(count, seed)):
        try:
            if number % THROUGH_A_CHILD:
                with _in_this_process():
                    outcomes[outcome(hostile)] += 1
            else:
                outcomes[outcome(hostile)] += 1
        except BaseException as problem:
            done = ", ".join(hostile.damage)
            problem.add_note(f"file {number} of seed {seed}, {hostile.name} ({done}): {described(hostile.content)}")
            raise
    return outcomes


def outcome(hostile: Hostile) -> str:
    """Return what became of a file. Raises AssertionError when it was neither read rightly nor refused rightly."""
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        intake = read(hostile.content, hostile.name)
    except UnreadableError as problem:
        _check_sentences(hostile, problem)
        return "refused"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if any(finding.blocks for finding in intake.findings):
        for finding in intake.findings:
            assert finding.text.endswith("."), finding
            assert finding.remedy.startswith("Bitte "), finding
            f"{finding.place.words()} {finding.found} {finding.expected}".encode()  # can be printed
        return "findings"
    assert intake.kind is not None
    assert _total(intake) in {100 * number for number in hostile.sums()}, (_total(intake), hostile.sums())
    return "read"


def _check_sentences(hostile: Hostile, problem: UnreadableError) -> None:
    assert problem.text.startswith(f"{hostile.name}: "), problem.text
    assert is_german_sentence(problem.text.removeprefix(f"{hostile.name}: ")), problem.text
    assert is_german_sentence(problem.remedy), problem.remedy


def _total(intake: Intake) -> int:
    """Return cents, or a hundred times the persons where a file counts persons."""
    return intake.sum.cents + 100 * sum(count.persons for count in intake.head_counts)


def _give_up(*_: object) -> None:
    raise AssertionError("reading took too long")


@contextmanager
def _in_this_process() -> Iterator[None]:
    """Let workbooks be read by the function that the child calls, without the child."""

    def ask(content: bytes, file: str, child: Sequence[str], most_seconds: int) -> tuple[str, Any]:  # noqa: ARG001
        kind, answer = marshal.loads(marshal.dumps(spreadsheet_child.answer(content)))  # noqa: S302 - written here
        return kind, answer

    in_earnest = spreadsheet._ask
    spreadsheet._ask = ask
    try:
        yield
    finally:
        spreadsheet._ask = in_earnest


if __name__ == "__main__":
    for name, times in sorted(fuzz(*map(int, sys.argv[1:])).items()):
        print(f"{name}: {times}")
