"""--ausfertigen: who may issue what and when, what an edition prints, how one supersedes another."""

from __future__ import annotations

import errno
import hashlib
import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grants.close.paper_gaps import paper_gaps
from grants.office.accounting import compute_booked
from grants.office.acting import Acting, Silence
from grants.office.documents import DocumentKind
from grants.office.edition_gate import require_sound_files
from grants.office.run import jobs_of
from grants.office.workspace import open_workspace
from grants.output.order import Order
from grants.output.pdf.gate import StandardFinding
from grants.output.press_process import PressProcess
from ledger.finding import ConflictError, FindingsError, UnreadableError
from tests.conftest import NOW, SALT, USER, YEAR
from tests.ledger.attacks import tamper
from tests.office.issued_counties import MISSING_SECTION, REPORT, County, complete_county

PROOF, STATEMENTS = DocumentKind.PROOF, DocumentKind.PASS_THROUGH
OVERVIEW, PAPER = DocumentKind.ALLOCATION, DocumentKind.COMMITTEE
AGREEMENT = "bescheide/weitergabe-08999003.toml"
PAPER_TEXT = "vorlagen/sitzungsvorlage-2025.md"


@pytest.fixture
def open_county(finished_copy: Path, acting: Acting) -> County:
    """Return a year that still may change and whose report lacks a section."""
    return County(finished_copy, acting)


@pytest.fixture(scope="module")
def complete(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a year that is frozen and lacks no text; tests only look at it."""
    acting = Acting(NOW, USER, Silence(), SALT)
    return complete_county(finished, tmp_path_factory.mktemp("festgeschrieben") / "landkreis", acting).folder


@pytest.fixture
def county(complete: Path, tmp_path: Path, acting: Acting) -> County:
    """Return a year that is frozen and lacks no text, which the test may change."""
    return County(shutil.copytree(complete, tmp_path / "landkreis"), acting)


def html_of(county: County, number: str) -> str:
    return (county.issued / number / f"{number}.html").read_text("utf-8")


def stamp_of(html: str) -> str:
    """Return the words of the stamp, as they are read."""
    (stamp,) = re.findall(r'<p class="(?:stamp|edition)">(.*?)</p>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", stamp).split())


def without_stamp(html: str) -> str:
    html = re.sub(r'<p class="(stamp|edition)">.*?</p>', "", html, flags=re.DOTALL)
    return re.sub(r"<dt>Datum</dt><dd>.*?</dd>\s*", "", html)


# What stands against issuing


def test_a_proof_is_issued_of_a_frozen_year_alone(open_county: County) -> None:
    open_county.add_text(REPORT, MISSING_SECTION)
    with pytest.raises(ConflictError, match=r"2025 ist noch nicht festgeschrieben.*foerderbuch abschliessen 2025"):
        open_county.issue(PROOF)
    open_county.close()
    assert [paper.number for paper in open_county.issue(PROOF).papers] == ["2025-VN-01"]


@pytest.mark.parametrize("kind", [STATEMENTS, OVERVIEW, PAPER])
def test_other_papers_are_issued_of_an_open_year_as_well(open_county: County, kind: DocumentKind) -> None:
    assert open_county.issue(kind).papers


def test_a_proof_without_a_section_of_its_report_is_refused_with_file_and_section(open_county: County) -> None:
    open_county.close()
    with pytest.raises(FindingsError, match=r"noch unvollständig; es wurde nichts ausgefertigt") as refusal:
        open_county.issue(PROOF)
    assert [(finding.place.file, finding.text) for finding in refusal.value.findings] == [
        (REPORT, "Der Abschnitt „Ausblick“ ist noch nicht geschrieben.")
    ]
    assert not open_county.issued.exists()


def test_a_committee_paper_without_its_text_is_refused_and_needs_no_other_text(open_county: County) -> None:
    (open_county.folder / REPORT).unlink()
    assert open_county.issue(PAPER, dry_run=True).papers
    (open_county.folder / PAPER_TEXT).unlink()
    with pytest.raises(FindingsError) as refusal:
        open_county.issue(PAPER)
    assert [finding.place.file for finding in refusal.value.findings] == [PAPER_TEXT]


@pytest.mark.parametrize("text", [REPORT, PAPER_TEXT])
def test_every_paper_that_prints_a_gap_is_one_that_lacks_something(open_county: County, text: str) -> None:
    (open_county.folder / text).unlink()
    open_county.run()
    workspace, book = open_workspace(open_county.folder), open_county.book()
    result = compute_booked(workspace, book, YEAR, open_county.acting)
    jobs = {job.stem: job for job in jobs_of(workspace, result, book.batches())}
    lacking = {stem for stem, job in jobs.items() if paper_gaps(job.make())}
    printed = {stem: (open_county.outgoing / f"{stem}.html").read_text("utf-8") for stem in jobs}
    assert lacking == {stem for stem, html in printed.items() if 'class="open"' in html}
    assert lacking


def test_nothing_is_issued_while_files_wait_in_the_incoming_folder(county: County) -> None:
    (county.folder / "eingang/2025/nachtrag.csv").write_text("noch nicht gebucht", "utf-8")
    with pytest.raises(ConflictError, match=r"ungebuchte Dateien: eingang/2025/nachtrag\.csv; es wurde nichts"):
        county.issue(OVERVIEW)


def test_who_may_not_book_may_not_issue(county: County) -> None:
    stranger = replace(county, acting=replace(county.acting, user="praktikum"))
    with pytest.raises(ConflictError, match=r"praktikum ist in der .* keiner Person zugeordnet"):
        stranger.issue(OVERVIEW)


def test_nothing_is_issued_from_a_damaged_book(county: County) -> None:
    tamper(county.folder / "foerderbuch.db", "UPDATE entry SET cents = cents + 1 WHERE number = 1")
    with pytest.raises(FindingsError, match=r"Das Buch ist verändert; es wurde nichts ausgefertigt"):
        county.issue(OVERVIEW)


def drafts_of(county: County, stem: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in county.outgoing.glob(f"{stem}.*")}


def test_files_that_do_not_say_the_same_are_not_registered(finished: Path, acting: Acting) -> None:
    county = County(finished, acting)
    sound, other = drafts_of(county, "2025-weitergabe-08999002"), drafts_of(county, "2025-weitergabe-08999003")
    require_sound_files([sound], own_layout=False)
    for suffix in ("pdf", "docx", "xlsx"):
        mixed = sound | {f"2025-weitergabe-08999002.{suffix}": other[f"2025-weitergabe-08999003.{suffix}"]}
        with pytest.raises(FindingsError, match=r"nicht einwandfrei; es wurde nichts ausgefertigt") as refusal:
            require_sound_files([mixed], own_layout=False)
        assert {finding.place.file for finding in refusal.value.findings} == {f"2025-weitergabe-08999002.{suffix}"}


def test_a_pdf_that_breaks_a_standard_is_not_issued(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = StandardFinding("PDF/UA-1", "7.1-3", "content is neither tagged nor artifact")
    monkeypatch.setattr("grants.output.pdf.judging.judge", lambda _: [(broken,)])
    with pytest.raises(FindingsError) as refusal:
        county.issue(OVERVIEW)
    (finding,) = refusal.value.findings
    assert finding.place.file == "2025-VT-01.pdf"
    assert finding.text == "Die Datei hält die Norm PDF/UA-1 nicht ein (Regel 7.1-3)."
    assert county.book().issued() == ()
    assert not county.issued.exists()


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_an_office_file_that_cannot_be_opened_again_is_not_registered(finished: Path, suffix: str) -> None:
    stem = "2025-weitergabe-08999002"
    sound = drafts_of(County(finished, Acting(NOW, USER, Silence(), SALT)), stem)
    name = f"{stem}.{suffix}"
    target = io.BytesIO(sound[name])
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("docProps/mehr.xml", "<a><b></a>")
    for broken, said in (
        (target.getvalue(), "Der Teil docProps/mehr.xml der Datei ist beschädigt."),
        (sound[name][:-30], "Die Datei ist keine lesbare ZIP-Datei."),
    ):
        with pytest.raises(FindingsError) as refusal:
            require_sound_files([sound | {name: broken}], own_layout=False)
        assert [(finding.place.file, finding.text) for finding in refusal.value.findings] == [(name, said)]


# What is issued


def test_an_edition_has_number_and_day_in_place_of_the_stamp_of_a_draft(county: County) -> None:
    county.issue(PROOF)
    assert stamp_of(html_of(county, "2025-VN-01")) == "2025-VN-01, ausgefertigt am 16.02.2026"


def test_an_issued_letter_has_the_day_of_its_issue_in_the_information_block(county: County) -> None:
    county.run()
    county.issue(STATEMENTS)
    draft = (county.outgoing / "2025-weitergabe-08999901.html").read_text("utf-8")
    assert "<dt>Datum</dt>" not in draft
    letter = html_of(county, "2025-WG-08999901-01")
    assert '<dt>Datum</dt><dd><time datetime="2026-02-16">16.02.2026</time></dd>' in letter


def test_draft_and_edition_differ_only_by_the_stamp(county: County) -> None:
    county.run()
    for kind in (PROOF, STATEMENTS, OVERVIEW, PAPER):
        county.issue(kind)
    stems = {
        "2025-verwendungsnachweis": "2025-VN-01",
        "2025-weitergabe-08999901": "2025-WG-08999901-01",
        "2025-verteilung": "2025-VT-01",
        "2025-sitzungsvorlage": "2025-SV-01",
    }
    for stem, number in stems.items():
        draft = (county.outgoing / f"{stem}.html").read_text("utf-8")
        assert stamp_of(draft) == "Entwurf"
        assert without_stamp(html_of(county, number)) == without_stamp(draft)


def test_making_papers_again_after_issuing_gives_the_same_bytes(county: County) -> None:
    """Issuing and making are written down in the book, and nothing of that is printed."""
    county.run()
    before = county.files()
    for kind in (PROOF, STATEMENTS, OVERVIEW, PAPER):
        county.issue(kind)
    county.run()
    after = county.files()
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"ausgabe/2025/index.html", "ausgabe/2025/unterlagen.json"}


def test_the_register_has_number_person_and_the_digest_of_every_file(county: County) -> None:
    county.issue(STATEMENTS)
    papers = county.book().issued(YEAR)
    assert [paper.number for paper in papers] == [
        "2025-WG-08999002-01",
        "2025-WG-08999003-01",
        "2025-WG-08999901-01",
    ]
    for paper in papers:
        assert (paper.person, paper.day.isoformat()) == ("Prüfung des Verfahrens", "2026-02-16")
        files = {path.name: path for path in (county.issued / paper.number).iterdir()}
        assert set(files) == {f"{paper.number}.{suffix}" for suffix in ("pdf", "docx", "xlsx", "html")}
        for file in paper.files:
            assert hashlib.sha256(files[file.name].read_bytes()).hexdigest() == file.digest
    assert county.findings() == ()


def test_a_dry_run_says_what_would_be_issued_and_writes_nothing(county: County) -> None:
    before = county.files(".")
    issuing = county.issue(PROOF, dry_run=True)
    assert [paper.number for paper in issuing.papers] == ["2025-VN-01"]
    assert county.files(".") == before


def test_a_run_leaves_what_is_issued_alone_and_leads_to_it_above_the_drafts(county: County) -> None:
    county.issue(PROOF)
    before = county.files("ausgabe/2025/ausgefertigt")
    county.run()
    assert county.files("ausgabe/2025/ausgefertigt") == before
    index = (county.outgoing / "index.html").read_text("utf-8")
    link = index.index('href="ausgefertigt/2025-VN-01/2025-VN-01.pdf"')
    assert link < index.index('href="2025-verwendungsnachweis.pdf"')
    assert "ausgefertigt am 16.02.2026 von Prüfung des Verfahrens" in index
    (digest,) = [file.digest for file in county.book().issued()[0].files if file.name.endswith(".pdf")]
    assert digest in index


# Issuing again


@pytest.mark.parametrize("replacing", [False, True])
def test_what_has_not_changed_is_not_issued_again(county: County, *, replacing: bool) -> None:
    county.issue(PROOF)
    before = county.files(".")
    later = replace(county, acting=replace(county.acting, now=datetime(2026, 3, 2, 8, 0, tzinfo=UTC)))
    with pytest.raises(ConflictError, match=r"ist bereits ausgefertigt als 2025-VN-01 vom 16\.02\.2026\. Seitdem"):
        later.issue(PROOF, replacing=replacing)
    assert county.files(".") == before


def test_a_changed_paper_supersedes_only_when_asked_to_and_says_which(county: County) -> None:
    county.issue(PROOF)
    first = county.files("ausgabe/2025/ausgefertigt")
    county.add_text(REPORT, "Drei Stellen werden neu besetzt.\n")
    with pytest.raises(ConflictError, match=r"2025-VN-01 vom 16\.02\.2026, aber der Inhalt.*--ausfertigen --ersetzen"):
        county.issue(PROOF)
    later = replace(county, acting=replace(county.acting, now=datetime(2026, 3, 2, 8, 0, tzinfo=UTC)))
    (paper,) = later.issue(PROOF, replacing=True).papers
    assert (paper.number, paper.replaces) == ("2025-VN-02", "2025-VN-01")
    stamp = stamp_of(html_of(county, "2025-VN-02"))
    assert stamp == "2025-VN-02, ausgefertigt am 02.03.2026, ersetzt 2025-VN-01 vom 16.02.2026"
    now = county.files("ausgabe/2025/ausgefertigt")
    assert {name: now[name] for name in first} == first


def test_no_edition_is_dated_before_the_one_it_replaces(county: County) -> None:
    county.issue(PROOF)
    county.add_text(REPORT, "Drei Stellen werden neu besetzt.\n")
    earlier = replace(county, acting=replace(county.acting, now=datetime(2026, 2, 15, 8, 0, tzinfo=UTC)))
    with pytest.raises(ConflictError, match=r"2025-VN-01 vom 16\.02\.2026; .* heute erst der 15\.02\.2026") as refusal:
        earlier.issue(PROOF, replacing=True)
    assert refusal.value.remedy == "Bitte das Datum des Rechners berichtigen und den Befehl wiederholen."
    assert [paper.number for paper in county.issue(PROOF, replacing=True).papers] == ["2025-VN-02"]


def test_a_file_that_looks_otherwise_is_a_change_although_the_words_are_the_same(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.issue(OVERVIEW)
    make = PressProcess.make

    def make_with_another_base(process: PressProcess, order: Order) -> dict[str, bytes]:
        files = make(process, order)
        return files | {"docx": with_comment(files["docx"])} if "docx" in files else files

    monkeypatch.setattr(PressProcess, "make", make_with_another_base)
    with pytest.raises(ConflictError, match=r"2025-VT-01 .*, aber die Gestaltung ist inzwischen eine andere \(DOCX\)"):
        county.issue(OVERVIEW)
    assert [paper.number for paper in county.issue(OVERVIEW, replacing=True).papers] == ["2025-VT-02"]


def with_comment(content: bytes) -> bytes:
    """Return the same ZIP container with a remark at its end."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as package:
        package.comment = b"anders"
    return target.getvalue()


def test_of_several_papers_only_the_changed_one_is_superseded(county: County) -> None:
    county.issue(STATEMENTS)
    path = county.folder / AGREEMENT
    text = path.read_text("utf-8")
    assert "faellig_tage = 30" in text
    path.write_text(text.replace("faellig_tage = 30", "faellig_tage = 21"), "utf-8")
    issuing = county.issue(STATEMENTS, replacing=True)
    assert [paper.number for paper in issuing.papers] == ["2025-WG-08999003-02"]
    assert [paper.number for paper in issuing.unchanged] == ["2025-WG-08999002-01", "2025-WG-08999901-01"]


def test_a_number_on_paper_is_not_given_again_though_the_book_has_lost_its_entry(county: County) -> None:
    backup = (county.folder / "foerderbuch.db").read_bytes()
    county.issue(OVERVIEW)
    (county.folder / "foerderbuch.db").write_bytes(backup)
    (finding,) = county.findings()
    assert finding.blocks
    assert finding.place.file == "ausgabe/2025/ausgefertigt/2025-VT-01"
    assert "steht nicht im Register" in finding.text
    assert finding.remedy.endswith("bleibt bitte hier liegen, damit seine Nummer kein zweites Mal vergeben wird.")
    assert [paper.number for paper in county.issue(OVERVIEW).papers] == ["2025-VT-02"]
    (answered,) = county.findings()
    assert not answered.blocks
    assert "seitdem als 2025-VT-02 ausgefertigt" in answered.text


# Whether what was issued is still there


def test_an_issued_file_that_is_changed_or_gone_is_a_finding_that_blocks(county: County) -> None:
    county.issue(PROOF)
    folder = county.issued / "2025-VN-01"
    (folder / "2025-VN-01.docx").write_bytes(b"anders")
    (folder / "2025-VN-01.xlsx").unlink()
    findings = county.findings()
    assert [(finding.place.file.rpartition("/")[2], finding.blocks) for finding in findings] == [
        ("2025-VN-01.docx", True),
        ("2025-VN-01.xlsx", True),
    ]
    assert "nicht mehr die ausgefertigte" in findings[0].text
    assert findings[0].found == hashlib.sha256(b"anders").hexdigest()[:16]
    assert "fehlt" in findings[1].text
    assert "--ausfertigen --ersetzen" in findings[1].remedy


def test_a_lost_edition_can_be_superseded_although_nothing_else_has_changed(county: County) -> None:
    county.issue(OVERVIEW)
    shutil.rmtree(county.issued / "2025-VT-01")
    with pytest.raises(ConflictError, match="die Dateien fehlen oder sind verändert"):
        county.issue(OVERVIEW)
    assert [paper.number for paper in county.issue(OVERVIEW, replacing=True).papers] == ["2025-VT-02"]
    assert county.findings()
    assert not any(finding.blocks for finding in county.findings())


def test_a_command_that_was_cut_off_after_registering_is_completed_when_it_is_repeated(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ledger.files.Path.rename", no_space)
        with pytest.raises(UnreadableError, match="2025-VN-01 ist eingetragen, aber noch nicht fertig abgelegt"):
            county.issue(PROOF)
    (finding,) = county.findings()
    assert "--ausfertigen“ wiederholen; das stellt sie fertig" in finding.remedy
    county.run()  # a run leaves it to the command
    assert county.findings() == (finding,)
    issuing = county.issue(PROOF)
    assert issuing.finished
    assert [paper.number for paper in issuing.papers] == ["2025-VN-01"]
    assert county.findings() == ()
    assert not list(county.issued.glob(".*"))


def test_a_damaged_file_of_an_edition_that_was_cut_off_costs_none_of_the_others(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ledger.files.Path.rename", no_space)
        with pytest.raises(UnreadableError):
            county.issue(OVERVIEW)
    aside = county.issued / ".neu-2025-VT-01"
    (aside / "2025-VT-01.docx").write_bytes(b"halb")
    with pytest.raises(ConflictError, match="die Dateien fehlen oder sind verändert"):
        county.issue(OVERVIEW)
    (finding,) = county.findings()
    assert finding.place.file == "ausgabe/2025/ausgefertigt/.neu-2025-VT-01/2025-VT-01.docx"
    assert county.issue(OVERVIEW, replacing=True).papers
    assert len(list(aside.iterdir())) == 4


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "no space left on device")
