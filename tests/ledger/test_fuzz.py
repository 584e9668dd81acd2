"""Two thousand damaged and hostile files: read rightly, with findings, or refused; never anything else."""

from __future__ import annotations

from decimal import Decimal

from tests.ledger.fuzz import SEED, fuzz
from tests.ledger.hostile_files import CONTAINERS, SOUND_FILES, contained, hostile_file, hostile_files
from tests.ledger.plain_sums import sums_of
from tests.ledger.small_files import read


def test_two_thousand_damaged_and_hostile_files_are_read_rightly_or_refused() -> None:
    outcomes = fuzz(2_000, SEED)
    assert sum(outcomes.values()) == 2_000
    # Of each sort there are enough to tell something.
    assert min(outcomes[name] for name in ("read", "findings", "refused")) > 100


def test_the_files_are_sound_before_they_are_damaged() -> None:
    for kind, sound in SOUND_FILES.items():
        for container in CONTAINERS:
            content = contained(kind, container)
            intake = read(content)
            blocking = [finding.text for finding in intake.findings if finding.blocks]
            assert blocking == [], (kind, container)
            persons = sum(count.persons for count in intake.head_counts)
            assert sums_of(content, sound.titles) == {Decimal(intake.sum.cents + 100 * persons) / 100}


def test_the_same_number_gives_the_same_file_at_any_time() -> None:
    first = [hostile.content for hostile in hostile_files(200, SEED)]
    contained.cache_clear()
    assert [hostile.content for hostile in hostile_files(200, SEED)] == first
    assert hostile_file(1, SEED).content != hostile_file(1, SEED + 1).content
