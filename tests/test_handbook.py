"""What the handbook shows works as it stands there."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

from grants.law.shelf import shipped_rulebook
from grants.settle.relation_check import check_paper
from grants.settle.relation_file import read_paper_check
from grants.settle.relations import Operation, Verdict
from grants.settle.rule_operands import RuleFact
from ledger.cost import WageGroup
from tests.ledger.small_files import lines
from tests.ledger.small_profiles import profile, read_by

HANDBOOK = (Path(__file__).resolve().parents[1] / "docs" / "handbuch.md").read_text("utf-8")


def example(mark: str = "profil") -> str:
    match = re.search(rf"<!-- {mark} -->\n\n((?: {{4}}.*\n|\n)+)", HANDBOOK)
    assert match
    return textwrap.dedent(match[1])


def test_the_profile_of_the_handbook_reads_the_export_it_describes() -> None:
    months = ";".join(f"{number:02d}/2025" for number in range(1, 13))
    content = lines(
        f"Personal-ID;Nachname;Vorname;KST;LA;{months};Jahreswert",
        f"00417;Muster;Kim;4711;BRUTTO;{';'.join(['-100,00'] * 12)};-1.200,00",
        f"00417;Muster;Kim;4711;AG-SV;{';'.join(['-20,00'] * 12)};-240,00",
        "00417;Muster;Kim;4711;U2;;;50,00;;;;;;;;;;50,00",
    )
    intake = read_by(content, example())
    assert not intake.findings
    assert intake.profile == "Personalkosten aus dem Kreisverfahren"
    assert intake.sum.cents == 120_000 + 24_000 - 5_000
    assert {entry.group for entry in intake.entries} == {
        WageGroup.GROSS_PAY,
        WageGroup.SOCIAL_INSURANCE,
        WageGroup.REIMBURSEMENT,
    }
    assert all("wird nicht gebraucht" in sentence for sentence in intake.ignored)


def test_the_handbook_explains_every_key_a_profile_may_have() -> None:
    sections = re.findall(r"^\[?([a-zäöü_]+)", example(), re.MULTILINE)
    for key in {"angaben", "festwerte", "kennzahlen", "sachkonten", *sections} & {
        "name", "art", "spalten", "angaben", "festwerte", "monatsspalten", "kennzahlen", "vorzeichen", "lohnarten",
        "sachkonten", "summenzeilen", "nicht_gebucht", "darf_fehlen",
    }:  # fmt: skip
        assert re.search(rf"`\[?{key}\]?`", HANDBOOK), key


def test_the_handbook_lists_every_shipped_profile() -> None:
    from ledger.imports.profile_file import shipped_profiles

    for shipped in shipped_profiles():
        assert f"| {shipped.name} |" in HANDBOOK
    assert profile(example()).own


def test_the_arithmetic_check_of_the_handbook_finds_what_the_handbook_says() -> None:
    paper = read_paper_check(tomllib.loads(example("rechenprobe")), "rechenproben/vorlage.toml")
    assert [outcome.verdict for outcome in check_paper(paper, shipped_rulebook())] == [
        Verdict.ROUNDED,
        Verdict.ROUNDED,
        Verdict.EXACT,
        Verdict.CONFLICT,
    ]


def test_the_handbook_names_every_operation_and_every_fact_of_the_rulebook() -> None:
    section = HANDBOOK.partition("## Rechenproben")[2].partition("\n## ")[0]
    for operation in Operation:
        assert operation.value in section, operation
    for fact in RuleFact:
        assert f"`{fact.value}`" in section, fact
