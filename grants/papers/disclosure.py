"""Nothing that leaves the county may show a cost total behind which stand fewer than three persons.

Groups that are too small are merged with the next one (the last with the one before); what cannot be merged is
refused. A second wall looks at the finished paper: no amount of one or two persons may be a sum or difference of what
is printed and publicly known.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.figures import carrier_slug
from ledger.cost import CostKind, Entry
from ledger.finding import ConflictError
from ledger.german import join_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from grants.settle.figures import Figures
    from grants.settle.settlement import CarrierAccount
    from grants.settle.year import YearResult
    from ledger.money import Money

FEWEST_PERSONS = 3
_COORDINATION_TRAINING = "kreis.qualifizierung_nicht_zuwendungsfaehig"


class DisclosureError(ConflictError):
    """A paper would show costs of fewer than three persons however its groups are merged."""

    @classmethod
    def too_few_persons(cls) -> DisclosureError:
        """Return the refusal with its remedy."""
        return cls(
            "Hinter den Ausgaben stehen weniger als drei Personen; sie dürfen in keiner Unterlage erscheinen, "
            "die das Haus verlässt.",
            "Bitte die Unterlage ohne Beträge erstellen oder mit einem weiteren Träger zusammenfassen.",
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A group of costs to be printed: its labels, the figures it sums, and the persons behind them."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    persons: frozenset[tuple[str, str]]
    has_costs: bool

    @property
    def label(self) -> str:
        """Return the label as printed."""
        return join_words(list(self.labels))

    @property
    def is_too_small(self) -> bool:
        """Return whether the group shows costs of one or two persons; costs of no person at all are not personal."""
        return self.has_costs and 0 < len(self.persons) < FEWEST_PERSONS

    def merged_with(self, other: Group) -> Group:
        """Return both groups as one."""
        return Group(
            (*self.labels, *other.labels),
            (*self.names, *other.names),
            self.persons | other.persons,
            self.has_costs or other.has_costs,
        )


def group(figures: Figures, label: str, *names: str) -> Group:
    """Return a group with the persons behind the entries of its figures; a figure of zero has nobody behind it."""
    pairs = [pair for name in names if figures[name].money for pair in figures.entries_of(name)]
    costs = [(entry, amount) for entry, amount in pairs if isinstance(entry, Entry)]
    return Group((label,), names, persons_behind(costs), any(figures[name].money for name in names))


def persons_behind(costs: Iterable[tuple[Entry, Money]]) -> frozenset[tuple[str, str]]:
    """Return the persons (carrier, staff number) whose costs add up to something.

    Whose pay was reimbursed in full hides nobody: without that person the sum is the same.
    """
    sums: dict[tuple[str, str], int] = {}
    for entry, amount in costs:
        if entry.staff_number:
            person = (entry.carrier_key, entry.staff_number)
            sums[person] = sums.get(person, 0) + amount.cents
    return frozenset(person for person, cents in sums.items() if cents)


def protect(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Merge every group that is too small. Raises DisclosureError when even all together are too few persons."""
    safe: list[Group] = []
    pending: Group | None = None
    for each in groups:
        current = pending.merged_with(each) if pending else each
        pending = current if current.is_too_small else None
        if pending is None:
            safe.append(current)
    if pending:
        safe = _merge_last(safe, pending)
    if any(each.is_too_small for each in safe):
        raise DisclosureError.too_few_persons()
    return tuple(safe)


def _merge_last(safe: Sequence[Group], pending: Group) -> list[Group]:
    """Merge a last group that is too small backwards until it is large enough."""
    merged, rest = pending, list(safe)
    while rest and merged.is_too_small:
        merged = rest.pop().merged_with(merged)
    return [*rest, merged]


def is_derivable(secret: int, published: Collection[int], terms: int = 4) -> bool:
    """Return whether an amount in cents is the sum or difference of up to two, three or four published ones."""
    signed = {sign * amount for amount in published for sign in (1, -1)}
    pairs = {first + second for first in signed for second in signed} | signed
    if secret in pairs:
        return True
    rest = {2: frozenset[int](), 3: signed, 4: pairs}[terms]
    return any(secret - amount in pairs for amount in rest)


def discloses(result: YearResult, published: Collection[int]) -> bool:
    """Return whether published amounts let anybody compute an amount behind which stand one or two persons.

    What concerns one post or one delivering carrier is guarded against longer sums than what concerns any two
    persons of many: the more secrets there are, the more often a long sum meets one by chance.
    """
    return any(is_derivable(secret, published) for secret in secrets_of_posts(result)) or any(
        is_derivable(secret, published, terms=3) for secret in _of_two_persons(result)
    )


def secrets_of_posts(result: YearResult) -> set[int]:
    """Return the amounts of the coordination post, of each post, and of delivering carriers with too few persons."""
    figures = result.figures
    amounts = {figures[f"{line.slug}.personal"].money for line in result.positions if line.persons < FEWEST_PERSONS}
    for name in ("angefallen", "zuwendungsfaehig_vor_deckelung", "ueber_hoechstbetrag", "abgelehnt"):
        amounts.add(figures[f"kreis.koordination.{name}"].money)
    above, training = figures["kreis.koordination.nicht_zuwendungsfaehig"], figures[_COORDINATION_TRAINING]
    amounts |= {above.money, training.money, above.money + training.money}
    if sum(len(_staff(account)) for account in result.settlement.accounts) < FEWEST_PERSONS:
        amounts |= {figures[name].money for name in ("ausgaben.gesamt", "zuwendungsfaehig.gesamt", "auszahlung.betrag")}
    small = [account for account in result.settlement.delivering if len(_staff(account)) < FEWEST_PERSONS]
    for suffix in ("personal.angefallen", "zuwendungsfaehig", "angefallen", "gesamt", "eigenmittel", "ueberschreitung"):
        borne = {a.carrier.key: figures[f"{carrier_slug(a.carrier.key)}.{suffix}"].money for a in small}
        amounts |= set(borne.values())
        for one, two in combinations(small, 2):
            if len(_staff(one) | _staff(two)) < FEWEST_PERSONS:
                amounts.add(borne[one.carrier.key] + borne[two.carrier.key])
    return {amount.cents for amount in amounts if amount}


def _of_two_persons(result: YearResult) -> set[int]:
    """Return what any two persons cost: their pay, their fundable spending, and all spending on them."""
    pay: dict[tuple[str, str], int] = {}
    fundable: dict[tuple[str, str], int] = {}
    spent: dict[tuple[str, str], int] = {}
    for account in result.settlement.accounts:
        for split in account.splits:
            person = (account.carrier.key, split.entry.staff_number)
            if not split.entry.staff_number or split.side is Side.OTHER_PROGRAMME:
                continue
            spent[person] = spent.get(person, 0) + split.amount.cents
            if split.side is Side.FUNDABLE:
                fundable[person] = fundable.get(person, 0) + split.amount.cents
            if split.entry.kind is CostKind.PERSONNEL:
                pay[person] = pay.get(person, 0) + split.amount.cents
    sums = {one + two for measure in (pay, fundable, spent) for one, two in combinations(measure.values(), 2)}
    return sums - {0}


def _staff(account: CarrierAccount) -> frozenset[tuple[str, str]]:
    return persons_behind((split.entry, split.amount) for split in account.splits)
