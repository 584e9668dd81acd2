"""A county's folder on disk: settings, awards and agreements, texts, incoming files."""

from __future__ import annotations

import tomllib
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from grants.law.programme_file import read_rule_set
from grants.law.shelf import shipped_rulebook, with_own
from grants.office.book_place import read_book_address
from grants.office.file_names import refuse_strange_name
from grants.office.persons import read_persons
from grants.office.retention_years import read_retention
from grants.papers.committee import BACKGROUND, OUTLOOK
from grants.papers.letterhead import County, read_county
from grants.papers.narrative import Narrative, read_narrative
from grants.papers.proof import NARRATIVE_SECTIONS
from grants.settle.award import (
    AGREEMENT,
    FRAME,
    PassThroughAgreement,
    PlanningFrame,
    read_agreement,
    read_frame,
)
from grants.settle.documents import Fields, toml_place
from grants.settle.forecast_terms import read_forecast_terms
from grants.settle.grant_award import GRANT, GrantAward, read_grant_award
from grants.settle.person_award import PERSON_AWARD, PersonAward, read_person_award
from grants.settle.settlement import UnusedMeans
from grants.settle.year import Options
from ledger.cost import Assignment
from ledger.files import hold_lock
from ledger.finding import ConflictError, MissingError, UnreadableError
from ledger.imports.intake import ReadingRules
from ledger.imports.kinds import SCHEMAS
from ledger.imports.profile_file import read_profile, shipped_profiles
from ledger.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from grants.law.retention import RetentionPlan
    from grants.law.shelf import Rulebook
    from grants.settle.forecast_terms import ForecastTerms
    from ledger.imports.profile import Profile
    from ledger.period import FundingYear


_TITLES = {"sachbericht": NARRATIVE_SECTIONS, "sitzungsvorlage": (BACKGROUND, OUTLOOK)}
SETTINGS, LOCK = "foerderbuch.toml", ".foerderbuch.sperre"
CHECKS = "rechenproben"
SECONDS_TO_WAIT = 120


@dataclass(frozen=True, slots=True)
class Workspace:
    """Arbeitsordner: the folder with its settings."""

    folder: Path
    county: County
    options: Options
    persons: Mapping[str, str]
    wage_types: Mapping[str, Assignment]
    accounts: Mapping[str, Assignment]
    profiles: tuple[Profile, ...]
    book_address: Path | str
    retention: RetentionPlan
    find_rulebook: Callable[[], Rulebook]
    forecast: ForecastTerms

    @property
    def rulebook(self) -> Rulebook:
        """Return the programmes, shipped and own. Raises UnreadableError for an own one that cannot be used."""
        return self.find_rulebook()

    def incoming(self, year: FundingYear) -> Path:
        """Return the folder of incoming files of a year."""
        return self.folder / "eingang" / str(year.number)

    def outgoing(self, year: FundingYear) -> Path:
        """Return the folder of finished documents of a year."""
        return self.folder / "ausgabe" / str(year.number)

    def reading_rules(self, year: FundingYear) -> ReadingRules:
        """Return what the readers need to know of the county."""
        return ReadingRules(self.county.key, year, self.wage_types, self.accounts, self.profiles)

    def narrative(self, kind: str, year: FundingYear) -> Narrative | None:
        """Return the ``sachbericht`` or ``sitzungsvorlage`` of the year, or None when it is not written yet.

        Raises UnreadableError for a text that could not be printed as it is meant.
        """
        path = self.folder / "vorlagen" / f"{kind}-{year.number}.md"
        if not path.is_file():
            return None
        name = f"vorlagen/{path.name}"
        return read_narrative(_read_text(path, name), name, _TITLES[kind])


def open_workspace(folder: Path, database: str = "") -> Workspace:
    """Open a county's folder with its rules; the URL of a database goes before the one in its settings.

    Raises MissingError when it is none, UnreadableError for unusable settings and rule files.
    """
    workspace = open_for_book(folder, database)
    workspace.find_rulebook()
    return workspace


def open_for_book(folder: Path, database: str = "") -> Workspace:
    """Open a county's folder without reading its rules: what is booked can be proven and kept whatever they say.

    Raises MissingError when it is none, UnreadableError for unusable settings.
    """
    path = folder / SETTINGS
    if not path.is_file():
        raise MissingError(
            f"Im Ordner {folder} liegt keine {SETTINGS}.",
            "Bitte mit -C den Arbeitsordner angeben oder mit „foerderbuch neu ORDNER“ einen anlegen.",
        )
    fields = Fields(SETTINGS, read_toml(path, SETTINGS))
    fields.refuse_empty_texts()
    fields.refuse_unprintable_texts()
    options = fields.table("einstellungen")
    options.refuse_unknown(("koordination_vorab", "restmittel", "weitere_einnahmen"))
    codes = {section: _assignments(fields, section) for section in ("lohnarten", "sachkonten")}
    return Workspace(
        folder,
        read_county(fields),
        Options(
            options.flag("koordination_vorab"),
            UnusedMeans(options.choice("restmittel", tuple(choice.value for choice in UnusedMeans))),
            no_other_revenues=_declares_no_revenues(options),
        ),
        read_persons(fields),
        codes["lohnarten"],
        codes["sachkonten"],
        read_profiles(folder, codes),
        read_book_address(fields, folder, database),
        read_retention(fields),
        cache(partial(read_rulebook, folder)),
        read_forecast_terms(fields),
    )


def _declares_no_revenues(options: Fields) -> bool:
    """Return whether the county declares that there are no other grants and no payments of third parties.

    Amounts are booked, never declared: the only declaration is 0,00.
    """
    if "weitere_einnahmen" not in options.data:
        return False
    if options.amount("weitere_einnahmen") != ZERO:
        raise options.refuse(
            "weitere_einnahmen",
            "ist nicht 0,00; Beträge kommen aus den gebuchten Einnahmen.",
            "Bitte die Einnahmen buchen und die Zeile weitere_einnahmen streichen.",
        )
    return True


def hold_workspace(folder: Path) -> ExitStack:
    """Keep every other writing command out of the folder until the returned context ends.

    Raises ConflictError when another command holds it for long, UnreadableError when the folder cannot be written.
    """
    stack = ExitStack()
    try:
        stack.enter_context(hold_lock(folder / LOCK, SECONDS_TO_WAIT))
    except TimeoutError:
        raise ConflictError(
            f"Im Ordner {folder} arbeitet gerade ein anderer Befehl.", "Bitte warten, bis er fertig ist."
        ) from None
    except OSError:
        raise UnreadableError(
            f"Im Ordner {folder} lässt sich nicht schreiben.", "Bitte Schreibrechte und Speicherplatz prüfen."
        ) from None
    return stack


def _assignments(fields: Fields, section: str) -> dict[str, Assignment]:
    table = fields.table(section)
    named = {code: Assignment.named(table.choice(code, Assignment.names())) for code in table.data}
    return {code: assignment for code, assignment in named.items() if assignment}


def read_profiles(folder: Path, codes: Mapping[str, Mapping[str, Assignment]]) -> tuple[Profile, ...]:
    """Return the county's own profiles of ``profile/`` and then those shipped; an own one replaces its namesake.

    ``codes`` are the assignments of foerderbuch.toml by section. Raises UnreadableError naming file and key.
    """
    own: dict[str, Profile] = {}
    for path, name in toml_files(folder, "profile"):
        profile = read_profile(read_toml(path, name), name)
        if profile.name in own:
            raise UnreadableError(
                f"{name}: Ein Leseprofil mit dem Namen „{profile.name}“ gibt es schon.",
                "Bitte jedem Leseprofil einen eigenen Namen geben.",
            )
        section = SCHEMAS[profile.kind].codes
        for code, assignment in profile.assignments.items():
            if codes[section].get(code, assignment) != assignment:
                raise UnreadableError(
                    f"{name}: „{section}.{code}“ ist in {SETTINGS} anders zugeordnet.",
                    "Bitte die Nummer nur an einer Stelle zuordnen.",
                )
        own[profile.name] = profile
    return (*own.values(), *(profile for profile in shipped_profiles() if profile.name not in own))


def read_rulebook(folder: Path) -> Rulebook:
    """Return the shipped programmes with the county's own of ``programme/``. Raises UnreadableError naming the file."""
    own = [read_rule_set(read_toml(path, name), name, own=True) for path, name in toml_files(folder, "programme")]
    return with_own(shipped_rulebook(), own) if own else shipped_rulebook()


def toml_files(folder: Path, room: str) -> Iterator[tuple[Path, str]]:
    """Yield the files of a folder of the workspace with their names.

    Raises UnreadableError for any other file, and for a name that could not be printed.
    """
    for path in sorted((folder / room).glob("[!.]*")):
        name = f"{room}/{path.name}"
        refuse_strange_name(name)
        if path.suffix != ".toml":
            raise UnreadableError(
                f"{name}: Im Ordner {room} werden nur Dateien mit der Endung .toml gelesen.",
                "Bitte die Endung berichtigen oder die Datei in einen anderen Ordner legen.",
            )
        yield path, name


class Awards(NamedTuple):
    """Bescheide und Vereinbarungen des Arbeitsordners, by kind and in the order of their files."""

    frames: tuple[PlanningFrame, ...]
    agreements: tuple[PassThroughAgreement, ...]
    person_awards: tuple[PersonAward, ...]
    grant_awards: tuple[GrantAward, ...]


def read_awards(folder: Path) -> Awards:
    """Return everything that lies in ``bescheide/``. Raises UnreadableError naming file and key."""
    frames: list[PlanningFrame] = []
    agreements: list[PassThroughAgreement] = []
    grant_awards: list[GrantAward] = []
    person_awards: list[PersonAward] = []
    for path, name in toml_files(folder, "bescheide"):
        fields = Fields(name, read_toml(path, name))
        fields.refuse_unprintable_texts()
        kind = fields.choice("art", (FRAME, AGREEMENT, PERSON_AWARD, GRANT))
        if kind == FRAME:
            frames.append(read_frame(fields))
        elif kind == AGREEMENT:
            agreements.append(read_agreement(fields))
        elif kind == PERSON_AWARD:
            person_awards.append(read_person_award(fields))
        else:
            grant_awards.append(read_grant_award(fields))
    _refuse_twins(frames, agreements)
    return Awards(tuple(frames), tuple(agreements), tuple(person_awards), tuple(grant_awards))


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
    agreements: tuple[PassThroughAgreement, ...], frame: PlanningFrame
) -> tuple[PassThroughAgreement, ...]:
    """Return the agreements of the frame's programme in force in its year, by carrier key.

    Raises UnreadableError for one that is in force in a part of the year only: its share would be somebody's guess.
    """
    year = frame.year
    found = []
    for agreement in agreements:
        shared = agreement.in_force.overlap(year.days)
        if agreement.programme != frame.programme or shared is None:
            continue
        if shared != year.days:
            raise UnreadableError(
                f"{agreement.file}: Die Vereinbarung gilt nur in einem Teil des Jahres {year.number}.",
                "Ein Anteil am Planungsrahmen wird für ganze Jahre verteilt; bitte gilt_ab und gilt_bis prüfen.",
            )
        found.append(agreement)
    return tuple(sorted(found, key=lambda agreement: agreement.carrier.key))


def _read_text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UnreadableError(
            f"{name}: Die Datei ist nicht lesbar.", "Bitte sie als Text in UTF-8 speichern."
        ) from None


def read_toml(path: Path, name: str) -> dict[str, object]:
    """Return a parsed file. Raises UnreadableError for one that is no TOML, with line and column if known."""
    text = _read_text(path, name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnreadableError(
            f"{name}{toml_place(problem)}: Die Angabe ist nicht lesbar.",
            "Texte und Beträge stehen in Anführungszeichen, Daten wie 2025-12-31 ohne; bitte die Stelle berichtigen.",
        ) from None
    except (ValueError, RecursionError):
        raise UnreadableError(
            f"{name}: Eine Zahl hat zu viele Ziffern, oder Klammern sind zu tief verschachtelt.",
            "Bitte die Datei mit der Vorlage im Handbuch vergleichen und berichtigen.",
        ) from None
