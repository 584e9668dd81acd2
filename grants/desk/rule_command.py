"""What regeln prints: the programmes and their versions, or all rules of a day with their sources."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from grants.desk.output import clause_data, files_data, print_files, print_json, say
from grants.desk.session import acting_here, day_of, workspace_at
from grants.law.shelf import Rulebook
from grants.office.rule_pages import look_up_rules, rulebook_at, write_rule_page
from grants.papers.rule_page import cost_kinds, line_label, line_words, source_words
from ledger.finding import UsageRefusalError
from ledger.german import format_count, format_counted, format_date, format_span, join_words

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grants.law.listing import RuleListing
    from grants.law.rules import RuleSet
    from ledger.period import DaySpan

WIDTH = 100
NO_ROUNDING = "ohne Rundung"


def run_rules(
    folder: Path, programme: str, *, day: str, known_on: str, version: str, page: bool, as_json: bool
) -> None:
    """Regeln."""
    rulebook = rulebook_at(folder)
    if not programme:
        if page:
            raise UsageRefusalError("Falscher Aufruf: --seite braucht ein Programm.", "Bitte das Programm nennen.")
        if version:
            raise UsageRefusalError("Falscher Aufruf: --fassung braucht ein Programm.", "Bitte das Programm nennen.")
        _list_versions(_answering(rulebook, day, known_on), as_json=as_json)
        return
    today = acting_here().today
    of_cost = day_of(day, "--tag") if day else today
    of_knowledge = day_of(known_on, "--bekannt") if known_on else today
    listing = look_up_rules(rulebook, programme, of_cost, of_knowledge, version)
    files = write_rule_page(workspace_at(folder), listing) if page else ()
    if as_json:
        print_json({**_data(listing), "dateien": files_data(files)})
        return
    _say_listing(listing)
    if files:
        say()
        print_files(files)


def _answering(rulebook: Rulebook, day: str, known_on: str) -> Rulebook:
    """Return the versions in force on a day of cost and known on a day of knowledge, as far as days are given."""
    of_cost = day_of(day, "--tag") if day else None
    of_knowledge = day_of(known_on, "--bekannt") if known_on else None
    return Rulebook(
        tuple(
            rules
            for rules in rulebook.versions
            if (of_cost is None or rules.in_force.contains(of_cost))
            and (of_knowledge is None or rules.known_from <= of_knowledge)
        )
    )


def _list_versions(rulebook: Rulebook, *, as_json: bool) -> None:
    if as_json:
        print_json({"programme": [_head(rules) for rules in rulebook.versions]})
        return
    if not rulebook.versions:
        say("Zu diesen Tagen ist keine Fassung hinterlegt.")
    for programme in rulebook.programmes():
        say(programme)
        for rules in rulebook.of(programme):
            own = f"  (eigene Regeldatei {rules.own_file})" if rules.own_file else ""
            say(f"    {rules.version:<12} {_since(rules.in_force, rules.known_from)}{own}")
            say(f"    {'':<12} {rules.title}")
    say("Nächster Schritt: foerderbuch regeln PROGRAMM --tag 31.12.2025")


def _say_listing(listing: RuleListing) -> None:
    rules = listing.rules
    say(f"{rules.title}, Fassung {rules.version}: {format_span(rules.in_force)}")
    say(f"Ausgabe vom {format_date(listing.day)}, Stand der Kenntnis {format_date(listing.known_on)}")
    _say_wrapped(f"Bekannt ab {format_date(rules.known_from)}; {source_words(rules.clause)}", "")
    if rules.own_file:
        say(f"Eigene Regeldatei des Landkreises: {rules.own_file}")
    say()
    for line in listing.lines:
        unit = f" {line.unit}" if line.unit else ""
        _say_wrapped(f"{line_label(line)}: {line_words(line)}{unit}", "  ")
        rounding = "" if line.rounding in ("", NO_ROUNDING) else f", {line.rounding}"
        name = f"{line.name}, " if line.unit else ""
        _say_wrapped(f"{name}{_since(line.days, line.known_from)}{rounding}", "      ")
        _say_wrapped(source_words(line.clause), "      ")
    say()
    say("Wer welche Ausgaben trägt:")
    for cost in listing.costs:
        roles = join_words([role.value for role in cost.roles])
        _say_wrapped(f"{cost_kinds(cost)}; Aufgabe der Stelle {roles}: {cost.says}", "  ")
        _say_wrapped(_since(cost.days, cost.known_from), "      ")
        _say_wrapped(source_words(cost.clause), "      ")
    say()
    count = len(listing.lines) + len(listing.costs)
    say(f"{format_counted(count, 'Regel', 'Regeln')}, davon {format_count(listing.assumptions)} als Annahme.")


def _since(days: DaySpan, known_from: date) -> str:
    return f"{format_span(days)}, bekannt ab {format_date(known_from)}"


def _say_wrapped(text: str, indent: str) -> None:
    for number, part in enumerate(wrap(text, WIDTH - len(indent), break_on_hyphens=False)):
        say(f"{indent}{'  ' if number else ''}{part}")


def _head(rules: RuleSet) -> dict[str, Any]:
    return {
        "programm": rules.programme,
        "fassung": rules.version,
        "titel": rules.title,
        "eigene_datei": rules.own_file,
        **_dates(rules.in_force, rules.known_from),
        "fundstelle": clause_data(rules.clause),
    }


def _data(listing: RuleListing) -> dict[str, Any]:
    return {
        **_head(listing.rules),
        "tag": listing.day.isoformat(),
        "bekannt": listing.known_on.isoformat(),
        "werte": [
            {
                "name": line.name,
                "fuer": line.subject,
                "wert": line.exact or line.says,
                "einheit": line.unit,
                "rundung": line.rounding,
                **_dates(line.days, line.known_from),
                "fundstelle": clause_data(line.clause),
            }
            for line in listing.lines
        ],
        "ausgaben": [
            {
                "arten": [kind.value for kind in cost.kinds],
                "aufgaben": [role.value for role in cost.roles],
                "seite": cost.side.value,
                "programm": cost.programme,
                **_dates(cost.days, cost.known_from),
                "fundstelle": clause_data(cost.clause),
            }
            for cost in listing.costs
        ],
    }


def _dates(days: DaySpan, known_from: date) -> dict[str, Any]:
    return {
        "gilt_ab": days.first.isoformat(),
        "gilt_bis": days.last.isoformat() if days.last else None,
        "bekannt_ab": known_from.isoformat(),
    }
