"""What the handbook shows works as it stands there."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from grants.close.completeness import check_completeness
from grants.close.person_checks import KINDS_OF_THE_COUNTY
from grants.law.names import CHOICES, PRINCIPLES, QUANTITIES, Subject, needed_principles, needed_values
from grants.law.programme_file import read_rule_set
from grants.law.rules import FundingType, SettlementMethod
from grants.law.shelf import shipped_rulebook
from grants.office.create import create_workspace
from grants.office.workspace import open_workspace
from grants.settle.documents import Fields
from grants.settle.person_award import read_person_award
from grants.settle.relation_check import check_paper
from grants.settle.relation_file import read_paper_check
from grants.settle.relations import Operation, Verdict
from grants.settle.rule_operands import RuleFact
from ledger.cost import Assignment, WageGroup
from ledger.imports.kinds import FileKind
from ledger.imports.meaning import Signs
from ledger.imports.profile_file import shipped_profiles
from ledger.period import FundingYear
from ledger.staff import PositionRole
from tests.commands import foerderbuch
from tests.ledger.small_files import lines
from tests.ledger.small_profiles import profile, read_by

ROOT = Path(__file__).resolve().parents[1]
HANDBOOK, README = ((ROOT / name).read_text("utf-8") for name in ("docs/handbuch.md", "README.md"))


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


def test_the_award_of_the_handbook_can_be_read() -> None:
    match = re.search(r"<!-- bewilligung -->\n\n((?: {4}.*\n|\n)+)", HANDBOOK)
    assert match
    award = read_person_award(Fields("bescheide/bewilligung.toml", tomllib.loads(textwrap.dedent(match[1]))))
    assert award.frame_of(FundingYear(2024)).decimal_string() == "61500.00"


def test_the_handbook_lists_every_shipped_profile() -> None:
    for shipped in shipped_profiles():
        assert f"| {shipped.name} |" in HANDBOOK
    assert profile(example()).own


def test_the_handbook_says_with_which_sign_costs_and_revenues_stand_in_each_kind_of_file() -> None:
    for kind, revenues in ((FileKind.JOURNAL, False), (FileKind.PAYROLL, False), (FileKind.CARRIER_RETURN, True)):
        signs = {shipped.signs for shipped in shipped_profiles() if shipped.kind is kind}
        assert signs == {Signs(costs_are_positive=True, revenues_are_positive=revenues)}
    assert (
        "Im Buchungsjournal und im Lohnjournal stehen Ausgaben positiv, Einnahmen und Erstattungen negativ" in HANDBOOK
    )


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


SUBJECTS = {
    Subject.ALL: "",
    Subject.QUALIFICATION: "; `fuer` mit Qualifikation",
    Subject.NAMED: "; `fuer` mit Namen",
}


def table(mark: str) -> list[str]:
    return HANDBOOK.partition(f"<!-- {mark} -->\n\n")[2].partition("\n\n")[0].splitlines()


def methods_that_need(name: str) -> str:
    """Return the procedures that cannot do without a value, a financing type where only that one needs it."""
    always = [method for method in SettlementMethod if name in dict(needed_values(method, FundingType.NONE))]
    funding = [
        f"Finanzierungsart {kind.value}"
        for kind in FundingType
        if name in dict(needed_values(SettlementMethod.NONE, kind))
    ]
    return ", ".join([method.value for method in always] + funding)


def test_the_handbook_lists_every_value_with_its_meaning_its_unit_and_its_roundings() -> None:
    rows = ["| `name` | Bedeutung | `einheit` | `rundung` | Nötig bei |", "|---|---|---|---|---|"]
    for name, quantity in QUANTITIES.items():
        meaning = f"{quantity.label}{SUBJECTS[quantity.subject]}"
        unit = f"{quantity.unit.value} ({' oder '.join(CHOICES[name])})" if name in CHOICES else quantity.unit.value
        roundings = " oder ".join(policy.value for policy in quantity.roundings)
        rows.append(f"| `{name}` | {meaning} | {unit} | {roundings} | {methods_that_need(name)} |")
    assert table("werte") == rows, "\n".join(rows)


def test_the_handbook_lists_every_principle_with_the_procedures_that_need_it() -> None:
    rows = [re.split(r"\s*\|\s*", row) for row in table("grundsaetze")[2:]]
    needing = {
        name: ", ".join(method.value for method in SettlementMethod if name in needed_principles(method))
        for name in PRINCIPLES
    }
    assert [(row[1], row[3]) for row in rows] == [(f"`{name}`", methods) for name, methods in needing.items()]


def test_the_programme_of_the_handbook_fits_the_shipped_schema_that_the_handbook_names() -> None:
    named = re.search(r"unter `(grants/[a-z./]+\.json)`", HANDBOOK)
    assert named
    assert f"`{named[1]}`" in README
    validator = Draft202012Validator(json.loads((ROOT / named[1]).read_text("utf-8")))
    data = tomllib.loads(f"#:schema ../programm.schema.json\n{example('programm')}", parse_float=str)
    validator.validate(json.loads(json.dumps(data, default=str)))


def test_a_role_that_another_programme_pays_is_written_as_the_handbook_says() -> None:
    others = [role.value for role in PositionRole if role is not PositionRole.REFUGEE_SOCIAL_WORK]
    data = tomllib.loads(example("programm") + example("anderes-programm"))
    for cost in data["ausgabe"]:
        cost["aufgaben"] = others
    sides = read_rule_set(data, "programme/sprachkurse.toml").costs
    refugees = PositionRole.REFUGEE_SOCIAL_WORK
    named = {series.values[0].value.programme for (_, role), series in sides.items() if role is refugees}
    assert named == {"flueag-12"}


def test_the_accounts_of_the_award_of_the_handbook_are_assigned_to_what_the_program_knows() -> None:
    accounts = tomllib.loads(example("sachkonten"))["sachkonten"]
    assert list(accounts) == ["53180100", "31480100"]
    assert all(re.search(rf'sachkonten = \["{account}"\]', example("bescheid")) for account in accounts)
    assert set(accounts.values()) <= set(Assignment.names())


def test_the_handbook_names_the_files_that_every_year_needs() -> None:
    rows = [row for row in HANDBOOK.splitlines() if row.startswith(("| mit Planungsrahmen |", "| personenscharf |"))]
    frame, person = rows
    assert all(kind in person.rpartition("vom Landkreis")[2] for kind in KINDS_OF_THE_COUNTY)
    missing = {finding.expected for finding in check_completeness(FundingYear(2025), [], [], [], "08999")}
    assert missing
    assert all(kind in frame.split("|")[3] for kind in missing)


def test_staff_numbers_stand_only_where_the_handbook_says(finished_copy: Path) -> None:
    staffing = (finished_copy / "eingang" / "2025" / "stellenbesetzung_2025.csv").read_text("utf-8-sig")
    numbers, names = (
        {row.split(";")[column] for row in staffing.splitlines() if re.match(r"\d+;", row)} for column in (0, 1)
    )
    pages = {path: path.read_text("utf-8") for path in (finished_copy / "ausgabe").rglob("*.html")}
    assert numbers
    assert pages
    assert [path for path, page in pages.items() if any(re.search(rf"\b{number}\b", page) for number in numbers)] == []
    done = foerderbuch("warum", "2025", "kreis.auszahlung", "--anlage", "-C", str(finished_copy))
    assert not done.returncode, done.stderr
    annexes = [path.read_text("utf-8") for path in (finished_copy / "ausgabe/2025/personen").glob("*.html")]
    assert any(re.search(rf"\b{number}\b", page) for number in numbers for page in annexes)
    assert [name for name in names for page in (*annexes, *pages.values()) if re.search(rf"\b{name}\b", page)] == []


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "example"])
def test_a_new_workspace_has_every_folder_that_the_handbook_tells_to_fill(tmp_path: Path, *, filled: bool) -> None:
    create_workspace(tmp_path / "Landkreis", "kasse", from_example=filled, dry_run=False)
    section = HANDBOOK.partition("Im Arbeitsordner füllen Sie aus:")[2].partition("\n## ")[0]
    folders = re.findall(r"^\| `([a-z]+)/", section, re.MULTILINE)
    assert folders == ["bescheide", "eingang", "vorlagen", "programme", "rechenproben", "profile", "hausvorlage"]
    assert [name for name in folders if not (tmp_path / "Landkreis" / name).is_dir()] == []
    if filled:
        open_workspace(tmp_path / "Landkreis")
