"""No value of the shipped rule files can be changed without a golden case or a property noticing it."""

from __future__ import annotations

import pytest

from grants.law.shelf import shipped_rulebook
from tests.rule_mutations import main, shipped_files, try_changes
from tests.rulebook.catchers import CATCHERS, Catcher
from tests.rulebook.changes import changes_of


@pytest.mark.parametrize("catcher", CATCHERS, ids=lambda catcher: catcher.name.replace(" ", "-"))
def test_the_shipped_rules_say_what_the_papers_say(catcher: Catcher) -> None:
    catcher.check(shipped_rulebook())


@pytest.mark.parametrize("file", shipped_files())
def test_no_changed_value_of_a_rule_file_survives(file: str) -> None:
    mutants = list(try_changes(file))
    assert len(mutants) > 100
    assert [mutant.words() for mutant in mutants if not mutant.caught_by] == []


@pytest.mark.parametrize("file", shipped_files())
def test_every_value_of_a_rule_file_is_changed_and_nothing_else_with_it(file: str) -> None:
    shipped = shipped_files()[file]
    changes = list(changes_of(shipped, ["flueag-12"]))
    assert leaves_of(shipped) == {leaf for change in changes for leaf in changed_leaves(shipped, change.data)}
    assert all(len(changed_leaves(shipped, change.data)) == 1 for change in changes)


def leaves_of(value: object, path: str = "") -> set[str]:
    """Return the places of all values; a list of words is one value."""
    if isinstance(value, dict):
        return {leaf for key, inner in value.items() for leaf in leaves_of(inner, f"{path}/{key}")}
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        return {leaf for index, inner in enumerate(value) for leaf in leaves_of(inner, f"{path}/{index}")}
    return {path}


def changed_leaves(before: object, after: object, path: str = "") -> list[str]:
    """Return the places at which two parsed files of the same shape differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [leaf for key in before for leaf in changed_leaves(before[key], after.get(key), f"{path}/{key}")]
    if isinstance(before, list) and isinstance(after, list) and any(isinstance(inner, dict) for inner in before):
        pairs = enumerate(zip(before, after, strict=True))
        return [leaf for index, (one, other) in pairs for leaf in changed_leaves(one, other, f"{path}/{index}")]
    return [path] if before != after else []


def test_the_list_names_place_change_and_what_noticed_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flueag-12.toml", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    noticed = next(line for line in lines if "groesse/betreuungsschluessel/wert/0/wert | 90 → 91" in line)
    assert noticed.startswith("flueag-12.toml | ")
    assert noticed.partition(" | 90 → 91 | ")[2].startswith("persons by the key are whole persons")
    assert lines[-1].endswith(" changes, 0 survive")


def test_a_file_that_is_not_shipped_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["kreis.toml"])
    assert "kreis.toml is no shipped rule file" in capsys.readouterr().err
