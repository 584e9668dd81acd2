"""Changes every single value of the shipped rule files and lists which golden case or property notices it.

``python -m tests.rule_mutations [FILE …] [--list]`` prints a table (file, place, old, new, caught by) of what survives,
with ``--list`` of every change, and ends with 1 when something survives.

Left out are words of which nothing follows: title, document and the sentence of a principle are changed only to an
empty one, which the reader refuses. No paper says how they have to read, so only a copy could notice another wording.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from grants.law.programme_file import read_rule_set
from grants.law.shelf import Rulebook, build_rulebook
from ledger.finding import MissingError, UnreadableError
from tests.rulebook.catchers import CATCHERS
from tests.rulebook.changes import Change, changes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grants.law.rules import RuleSet
    from tests.rulebook.catchers import Catcher

NOTICED = (AssertionError, MissingError, ValueError)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file, and what noticed it; empty when nothing did."""

    file: str
    change: Change
    caught_by: str

    def words(self) -> str:
        """Return the line of the table."""
        changed = f"{self.change.old} → {self.change.new}"
        return f"{self.file} | {self.change.place} | {changed} | {self.caught_by or 'NOTHING: it survives'}"


@cache
def shipped_files() -> dict[str, Mapping[str, Any]]:
    """Return the shipped rule files, parsed."""
    folder = resources.files("grants.law") / "programmes"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name: tomllib.loads(file.read_text("utf-8")) for file in found}


@cache
def shipped_versions() -> dict[str, RuleSet]:
    """Return the version of each shipped file."""
    return {name: read_rule_set(data, name) for name, data in shipped_files().items()}


def try_changes(file: str) -> Iterator[Mutant]:
    """Yield every change of a file with what noticed it.

    The catcher that noticed the last change of the same key comes first: it is likely to notice the next one too.
    """
    others = [rules for name, rules in shipped_versions().items() if name != file]
    programme = shipped_versions()[file].programme
    catchers = [catcher for catcher in CATCHERS if catcher.looks_at(programme)]
    likely: dict[str, Catcher] = {}
    for change in changes_of(shipped_files()[file], [rules.programme for rules in shipped_versions().values()]):
        try:
            rules = read_rule_set(change.data, file)
            if rules == shipped_versions()[file]:
                continue  # a day left out that is the section's anyway changes no rule
            changed = build_rulebook([rules, *others])
        except UnreadableError as refusal:
            yield Mutant(file, change, f"refused: {refusal.text.removeprefix(f'{file}: ')}")
            continue
        first = likely.get(change.key)
        ordered = [first, *(each for each in catchers if each is not first)] if first else catchers
        noticing = _first_noticing(ordered, changed)
        if noticing:
            likely[change.key] = noticing[0]
        yield Mutant(file, change, f"{noticing[0].name}: {noticing[1]}" if noticing else "")


def _first_noticing(catchers: Iterable[Catcher], rulebook: Rulebook) -> tuple[Catcher, str] | None:
    for catcher in catchers:
        try:
            catcher.check(rulebook)
        except NOTICED as found:
            words = found.text if isinstance(found, MissingError) else str(found)
            return catcher, " ".join(words.split())
    return None


def try_all(files: Iterable[str] = ()) -> list[Mutant]:
    """Return every change of some files, or of all."""
    return [mutant for file in files or shipped_files() for mutant in try_changes(file)]


def main(arguments: list[str]) -> int:
    """Print the table. Returns 1 when a change survives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", metavar="FILE", help="name of a shipped rule file; none means all of them")
    parser.add_argument("--list", action="store_true", help="print every change, not only those that survive")
    chosen = parser.parse_args(arguments)
    if wrong := _first_noticing(CATCHERS, build_rulebook(shipped_versions().values())):
        parser.error(f"the shipped files themselves are noticed by: {wrong[0].name}: {wrong[1]}")
    for unknown in sorted(set(chosen.files) - set(shipped_files())):
        parser.error(f"{unknown} is no shipped rule file; there are: {', '.join(shipped_files())}")
    mutants = try_all(chosen.files)
    survivors = [mutant for mutant in mutants if not mutant.caught_by]
    for mutant in mutants if chosen.list else survivors:
        sys.stdout.write(f"{mutant.words()}\n")
    for name, count in Counter(mutant.caught_by.partition(":")[0] for mutant in mutants).most_common():
        sys.stdout.write(f"{count:6} {name or 'NOTHING'}\n")
    sys.stdout.write(f"{len(mutants)} changes, {len(survivors)} survive\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
