"""A county's folder on disk: settings, awards and agreements, texts, incoming files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.shelf import find_rule_set
from grants.papers.letterhead import County, read_county
from grants.papers.narrative import Narrative, read_narrative
from grants.settle.award import (
    AGREEMENT,
    FRAME,
    PassThroughAgreement,
    PlanningFrame,
    frame_versions,
    read_agreement,
    read_frame,
)
from grants.settle.documents import Fields
from grants.settle.settlement import UnusedMeans
from grants.settle.year import Options, YearInputs
from ledger.carrier import Carrier, CarrierKind
from ledger.cost import CostKind
from ledger.finding import MissingError, UnreadableError
from ledger.imports.intake import ReadingRules
from ledger.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from ledger.book.store import Book
    from ledger.period import FundingYear

SETTINGS, BOOK = "foerderbuch.toml", "foerderbuch.db"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Arbeitsordner: the folder with its settings."""

    folder: Path
    county: County
    options: Options
    wage_types: Mapping[str, CostKind]
    accounts: Mapping[str, CostKind]

    @property
    def book_path(self) -> Path:
        """Return where the book lies."""
        return self.folder / BOOK

    def incoming(self, year: FundingYear) -> Path:
        """Return the folder of incoming files of a year."""
        return self.folder / "eingang" / str(year.number)

    def outgoing(self, year: FundingYear) -> Path:
        """Return the folder of finished documents of a year."""
        return self.folder / "ausgabe" / str(year.number)

    def reading_rules(self, year: FundingYear) -> ReadingRules:
        """Return what the readers need to know of the county."""
        return ReadingRules(self.county.key, year, self.wage_types, self.accounts)

    def narrative(self, kind: str, year: FundingYear) -> Narrative | None:
        """Return a typed text of the year, or None when it is not written yet. Raises UnreadableError."""
        path = self.folder / "vorlagen" / f"{kind}-{year.number}.md"
        if not path.is_file():
            return None
        return read_narrative(_read_text(path, f"vorlagen/{path.name}"), f"vorlagen/{path.name}")


def open_workspace(folder: Path) -> Workspace:
    """Open a county's folder. Raises MissingError when it is none, UnreadableError for unusable settings."""
    path = folder / SETTINGS
    if not path.is_file():
        raise MissingError(
            f"Im Ordner {folder} liegt keine {SETTINGS}.",
            "Bitte mit -C den Arbeitsordner angeben oder mit „foerderbuch neu ORDNER“ einen anlegen.",
        )
    fields = Fields(SETTINGS, _read_toml(path, SETTINGS))
    options = fields.table("einstellungen")
    if options.amount("weitere_einnahmen") != ZERO:
        raise options.refuse(
            "weitere_einnahmen",
            "ist nicht 0,00; weitere Zuwendungen und Leistungen Dritter werden noch nicht angerechnet.",
            "Bitte die Anrechnung von Hand vornehmen und die Betreuung des Verfahrens informieren.",
        )
    return Workspace(
        folder,
        read_county(fields),
        Options(
            options.flag("koordination_vorab"),
            UnusedMeans(options.choice("restmittel", tuple(choice.value for choice in UnusedMeans))),
        ),
        _kinds(fields, "lohnarten"),
        _kinds(fields, "sachkonten"),
    )


def _kinds(fields: Fields, section: str) -> dict[str, CostKind]:
    table = fields.table(section)
    allowed = tuple(kind.value for kind in CostKind)
    return {code: CostKind(table.choice(code, allowed)) for code in table.data}


def read_awards(folder: Path) -> tuple[tuple[PlanningFrame, ...], tuple[PassThroughAgreement, ...]]:
    """Return all planning frames and agreements of ``bescheide/``. Raises UnreadableError naming file and key."""
    frames, agreements = [], []
    for path in sorted((folder / "bescheide").glob("*.toml")):
        name = f"bescheide/{path.name}"
        fields = Fields(name, _read_toml(path, name))
        if fields.choice("art", (FRAME, AGREEMENT)) == FRAME:
            frames.append(read_frame(fields))
        else:
            agreements.append(read_agreement(fields))
    _refuse_twins(frames, agreements)
    return tuple(frames), tuple(agreements)


def _refuse_twins(frames: list[PlanningFrame], agreements: list[PassThroughAgreement]) -> None:
    versions = [(frame.year.number, frame.version) for frame in frames]
    keys = [agreement.carrier.key for agreement in agreements]
    for frame, version in zip(frames, versions, strict=True):
        if versions.count(version) > 1:
            raise UnreadableError(
                f"{frame.file}: Fassung {version[1]} des Planungsrahmens {version[0]} gibt es zweimal.",
                "Bitte jeder Fassung eine eigene Nummer geben.",
            )
    for agreement in agreements:
        if keys.count(agreement.carrier.key) > 1:
            raise UnreadableError(
                f"{agreement.file}: Für den Träger {agreement.carrier.key} gibt es zwei Vereinbarungen.",
                "Bitte die überholte Vereinbarung aus dem Ordner bescheide nehmen.",
            )


def year_agreements(
    agreements: tuple[PassThroughAgreement, ...], year: FundingYear
) -> tuple[PassThroughAgreement, ...]:
    """Return the agreements in force in the whole year, by carrier key."""
    in_force = [a for a in agreements if a.in_force.contains(year.days.first) and a.in_force.contains(year.last_day)]
    return tuple(sorted(in_force, key=lambda agreement: agreement.carrier.key))


def year_inputs(workspace: Workspace, book: Book, year: FundingYear, known_on: date) -> YearInputs:
    """Gather what a year is computed from. Raises MissingError for a year without frame or rules."""
    frames, agreements = read_awards(workspace.folder)
    versions = frame_versions(frames, year, known_on)
    frame = versions[-1]
    return YearInputs(
        county=Carrier(workspace.county.key, workspace.county.name, CarrierKind.COUNTY),
        frame_versions=versions,
        agreements=year_agreements(agreements, year),
        rules=find_rule_set(frame.programme, frame.rule_version, year, known_on),
        options=workspace.options,
        head_counts=book.head_counts(year),
        tenures=book.tenures(year),
        entries=book.entries(year),
        entries_for_other_years=book.entries_for_other_years(year),
    )


def _read_text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UnreadableError(
            f"{name}: Die Datei ist nicht lesbar.", "Bitte sie als Text in UTF-8 speichern."
        ) from None


def _read_toml(path: Path, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(_read_text(path, name))
    except tomllib.TOMLDecodeError as problem:
        raise UnreadableError(
            f"{name}: Die Datei ist kein gültiges TOML ({problem}).", "Bitte die genannte Stelle berichtigen."
        ) from None
