"""The example county: reproducible, without real people, and its figures recomputed by other means."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

from grants.office.accounting import compute_booked
from grants.office.acting import Acting
from grants.office.workspace import open_workspace
from ledger.book.store import open_book
from tests.conftest import YEAR

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "landkreis-lindental"


def figures_of(finished: Path, acting: Acting) -> dict[str, str]:
    book = open_book(finished / "foerderbuch.db", writing=False)
    result = compute_booked(open_workspace(finished), book, YEAR, acting)
    return {figure.name: figure.exact for figure in result.figures}


def cents(german: str) -> int:
    """Read an amount of the payroll export in another way than the program does."""
    digits = int("".join(sign for sign in german if sign.isdigit()))
    return -digits if german.endswith("-") else digits


def test_the_committed_workspace_is_what_the_script_makes(tmp_path: Path) -> None:
    script = ROOT / "examples" / "generate.py"
    subprocess.run([sys.executable, str(script), "--ziel", str(tmp_path / "neu")], check=True, capture_output=True)
    made = {
        path.relative_to(tmp_path / "neu"): path.read_bytes()
        for path in (tmp_path / "neu").rglob("*")
        if path.is_file()
    }
    committed = {path.relative_to(EXAMPLE): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()}
    assert made == committed


def test_the_public_figures_of_the_frame_come_out(finished: Path, acting: Acting) -> None:
    """923,907 EUR, 40,000 EUR for coordination: Landkreis Biberach, Vorlage IV-006-2024; 883,907 is the difference."""
    figures = figures_of(finished, acting)
    assert figures["planungsrahmen.betrag"] == "923907.00"
    assert figures["koordination.zuwendungsfaehig"] == "40000.00"
    assert figures["verteilung.betrag"] == "883907.00"


def test_the_shares_of_all_municipalities_are_their_quota_within_a_cent_and_sum_to_the_cent(
    finished: Path, acting: Acting
) -> None:
    figures = figures_of(finished, acting)
    text = (EXAMPLE / "eingang" / "2025" / "personenzahlen_2025.csv").read_text("cp1252")
    persons = {
        row[0]: int(row[2]) for row in csv.reader(io.StringIO(text), delimiter=";") if row and row[0][:4] == "0899"
    }
    assert len(persons) == 45
    shares = {key: int(figures[f"gemeinde.{key}.anteil"].replace(".", "")) for key in persons}
    assert sum(shares.values()) == 88_390_700
    whole = sum(persons.values())
    assert all(abs(shares[key] - Fraction(88_390_700 * count, whole)) < 1 for key, count in persons.items())


def test_personnel_spending_is_the_sum_of_the_payroll_rows(finished: Path, acting: Acting) -> None:
    """Sum the export with csv and plain integers: county personnel, coordination and the half for another programme."""
    figures = figures_of(finished, acting)
    text = (EXAMPLE / "eingang" / "2025" / "lohnjournal_2025.csv").read_text("cp1252")
    paid: Counter[str] = Counter()
    for row in list(csv.reader(io.StringIO(text), delimiter=";"))[1:]:
        if row[0].isdigit() and row[3].endswith("/2025"):
            paid[row[0]] += cents(row[7])
    coordination, other, split = paid.pop("00112"), paid.pop("00502"), paid.pop("00538")
    assert (coordination, other, split) == (4_394_744, 7_930_769, 7_930_769)
    assert figures["koordination.angefallen"] == "43947.44"
    own = int(figures["kreis.personal.angefallen"].replace(".", ""))
    # Half of the split person's pay counts; each of its rows may leave half a cent to one side.
    assert abs(own - sum(paid.values()) - Fraction(split, 2)) <= 50


def test_what_the_county_bears_is_spending_minus_payment(finished: Path, acting: Acting) -> None:
    figures = {name: int(exact.replace(".", "")) for name, exact in figures_of(finished, acting).items()}
    lines = ("reisekosten", "ausstattung", "lizenzen", "dolmetschleistungen", "qualifizierung_nicht_zuwendungsfaehig")
    borne = sum(figures[f"kreis.{name}"] for name in lines)
    borne += figures["kreis.koordination.ueber_hoechstbetrag"] + figures["kreis.ueberschreitung"]
    assert figures["kreis.gesamt"] == borne == figures["kreis.angefallen"] - figures["kreis.auszahlung"]


def test_no_name_and_no_staff_number_stands_in_any_paper(finished: Path) -> None:
    import docx
    import pypdf

    text = (EXAMPLE / "eingang" / "2025" / "stellenbesetzung_2025.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    secrets = {word for row in rows for word in row[:3]}
    assert len(secrets) > 30
    for path in (finished / "ausgabe" / "2025").iterdir():
        if path.suffix == ".pdf":
            printed = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        elif path.suffix == ".docx":
            printed = " ".join(element.text or "" for element in docx.Document(str(path)).element.body.iter())
        elif path.suffix == ".html":
            printed = path.read_text("utf-8")
        else:
            continue
        assert [word for word in secrets if re.search(rf"(?<![\w,]){word}(?!\w)", printed)] == [], path.name


def test_the_award_of_refugee_social_work_takes_the_pay_of_its_posts(finished: Path, acting: Acting) -> None:
    """1.5 posts for 135 persons at 1:90: the payroll of one person and half of another's, to half a cent a row."""
    figures = figures_of(finished, acting)
    assert figures["programm.flueag-12.vzae"] == "1.5000"
    assert figures["programm.flueag-12.personen_nach_schluessel"] == "135"
    refund = int(figures["programm.flueag-12.zuwendung"].replace(".", ""))
    assert abs(refund - 7_930_769 - Fraction(7_930_769, 2)) <= 50
    assert figures["andere_programme.ohne_bescheid"] == "0.00"
