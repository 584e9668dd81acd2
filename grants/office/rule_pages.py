"""regeln: which rules are known, what a version says for a day, and the same as a page for the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.listing import RuleListing, list_rules
from grants.law.shelf import Rulebook, shipped_rulebook
from grants.office.documents import DocumentKind, Job, Press
from grants.office.drafts import WrittenFile, write_drafts
from grants.office.file_keys import file_key
from grants.office.workspace import SETTINGS, open_workspace
from grants.papers.rule_page import make_rule_page
from ledger.finding import MissingError
from ledger.german import format_date, format_span

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grants.office.workspace import Workspace


def rulebook_at(folder: Path) -> Rulebook:
    """Return the rulebook of a workspace, the shipped one where the folder is none: rules need no county."""
    return open_workspace(folder).rulebook if (folder / SETTINGS).is_file() else shipped_rulebook()


def look_up_rules(rulebook: Rulebook, programme: str, day: date, known_on: date, version: str = "") -> RuleListing:
    """Return what holds for a day of cost as known on another day, by the version named or the one that decides.

    Raises MissingError when no version was in force or known.
    """
    if not version:
        return list_rules(rulebook.at(programme, day, known_on), day, known_on)
    rules = rulebook.version(programme, version, known_on)
    if not rules.in_force.contains(day):
        raise MissingError(
            f"Am {format_date(day)} gilt die Fassung {version} von {programme} nicht; sie gilt "
            f"{format_span(rules.in_force)}.",
            f"Bitte mit --tag einen Tag daraus angeben, etwa --tag {format_date(rules.in_force.first)}.",
        )
    return list_rules(rules, day, known_on)


def write_rule_page(workspace: Workspace, listing: RuleListing) -> tuple[WrittenFile, ...]:
    """Write the page of a listing to ``ausgabe/regeln``. Raises UnreadableError when it cannot be written."""
    rules = listing.rules
    stem = f"regeln-{file_key(rules.programme)}-{listing.day.isoformat()}-bekannt-{listing.known_on.isoformat()}"
    title = f"{rules.short_title}: Regeln am {listing.day:%d.%m.%Y}"
    job = Job(DocumentKind.RULES, stem, title, "nachweise/regeln.html.j2", lambda: make_rule_page(listing))
    with Press(workspace) as press:
        drafts = press.make_drafts(job, listing.known_on)
    folder = workspace.folder / "ausgabe" / "regeln"
    return write_drafts(folder, drafts)
