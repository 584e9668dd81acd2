"""What a template may do, checked before it runs: print what it is given, and neither compute nor call."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateSyntaxError, nodes

from ledger.finding import Place, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.finding import Finding

ORIGINAL = "original/"
"""What stands before the name of a shipped template where a county's own one has taken its name."""

OWN_FOLDER = "hausvorlage/"
FILTERS = frozenset({"chart", "picture", "lower", "upper", "first", "last", "join"})
TESTS = frozenset({"defined", "none", "string"})
GIVEN = frozenset({"paper", "county"})
MACROS = "m"
_SPECIAL = frozenset({"loop", "super", MACROS})

_LOGIC = (nodes.And, nodes.Or, nodes.Not)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TURNED = (
    "Ein unsichtbares Zeichen ändert die Leserichtung (U+202A bis U+202E, U+2066 bis U+2069).",
    "Bitte das Zeichen löschen; Namen von rechts nach links setzt das Programm selbst richtig.",
)
_PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Block, nodes.If, nodes.For, nodes.Macro, nodes.Assign),
    *(nodes.Const, nodes.Tuple, nodes.List, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Keyword),
    *_LOGIC,
)
_OUTSIDE_OF_BLOCKS = (nodes.Extends, nodes.Import, nodes.FromImport, nodes.Macro, nodes.Block, nodes.Assign)


def check_templates(own: Mapping[str, str], shipped: Mapping[str, str]) -> list[Finding]:
    """Return everything that a county's own templates may not do; all are texts by name of template."""
    trees: dict[str, nodes.Template] = {}
    faults = []
    for name, text in [*((f"{ORIGINAL}{name}", text) for name, text in shipped.items()), *own.items()]:
        try:
            trees[name] = Environment(autoescape=True).parse(text)
        except TemplateSyntaxError as problem:
            fact = "Die Anweisung ist nicht richtig aufgebaut oder nicht geschlossen."
            faults.append(_finding(name, problem.lineno, fact, "Bitte die Stelle mit der Vorlage vergleichen."))
        except RecursionError:
            faults.append(
                _finding(name, 1, "Die Vorlage ist zu tief verschachtelt.", "Bitte die Vorlage vereinfachen.")
            )
    names = frozenset(shipped) | frozenset(trees)
    trees = {name: trees[f"{ORIGINAL}{name}"] for name in shipped if name not in own} | trees
    for name in sorted(own):
        if name in trees:
            faults += _Check(name, trees, names).faults()
            faults += [
                _finding(name, number, *_TURNED)
                for number, line in enumerate(own[name].split("\n"), start=1)
                if _TURNING.search(html.unescape(line))
            ]
    return faults


class _Check:
    """Walks the tree of one template."""

    def __init__(self, name: str, trees: Mapping[str, nodes.Template], names: frozenset[str]) -> None:
        self.name, self.trees, self.names = name, trees, names
        self.tree = trees[name]
        imports = {node.target for node in self.tree.find_all(nodes.Import)}
        self.modules = imports | {MACROS}
        self.callable = {node.name for node in self.tree.find_all(nodes.Macro)} | {"super"}
        for node in self.tree.find_all(nodes.FromImport):
            self.callable |= {each if isinstance(each, str) else each[1] for each in node.names}
        self.stored = {node.name for node in self.tree.find_all(nodes.Name) if node.ctx != "load"}

    def faults(self) -> list[Finding]:
        """Return what is wrong, in the order of lines."""
        try:
            found = [*self._outside_of_blocks(), *self._unknown_blocks()]
            for node in (self.tree, *self.tree.find_all(nodes.Node)):
                found += [self._fault(node, *wrong) for wrong in self._wrong(node)]
        except RecursionError:
            found = [self._fault(self.tree, "Die Vorlage ist zu tief verschachtelt.", "Bitte sie vereinfachen.")]
        return sorted(set(found), key=lambda fault: (fault.place.row or 0, fault.text))

    def _fault(self, node: nodes.Node, fact: str, remedy: str) -> Finding:
        return _finding(self.name, node.lineno or 1, fact, remedy)

    def _wrong(self, node: nodes.Node) -> Iterator[tuple[str, str]]:
        """Yield fact and remedy of what one node may not be."""
        match node:
            case nodes.Name():
                yield from self._wrong_name(node)
            case nodes.Call():
                yield from self._wrong_call(node)
            case nodes.Extends() | nodes.Import() | nodes.FromImport() | nodes.Include():
                yield from self._wrong_reference(node.template)
            case _:
                yield from _wrong_anywhere(node)

    def _wrong_name(self, node: nodes.Name) -> Iterator[tuple[str, str]]:
        fixed = GIVEN | _SPECIAL | self.modules | self.callable
        if node.ctx != "load" and node.name in fixed:
            yield f"Der Name „{node.name}“ ist vergeben.", "Bitte einen anderen Namen wählen."
        elif node.ctx == "load" and node.name not in fixed | self.stored:
            yield (
                f"Die Angabe „{node.name}“ gibt es nicht.",
                "Vorlagen kennen nur paper und county und was sie selbst benennen.",
            )

    def _wrong_call(self, node: nodes.Call) -> Iterator[tuple[str, str]]:
        called = node.node
        own = isinstance(called, nodes.Name) and called.name in self.callable
        imported = (
            isinstance(called, nodes.Getattr)
            and isinstance(called.node, nodes.Name)
            and called.node.name in self.modules
        )
        if not (own or imported) or node.dyn_args or node.dyn_kwargs:
            yield "Ein Aufruf ist nicht vorgesehen.", "Aufgerufen werden dürfen nur Makros und super()."

    def _wrong_reference(self, template: nodes.Expr) -> Iterator[tuple[str, str]]:
        name = template.value if isinstance(template, nodes.Const) else None
        if name == self.name:
            yield (
                "Die Vorlage bezieht sich auf sich selbst.",
                f"Die mitgelieferte Vorlage heißt hier „{ORIGINAL}{name}“.",
            )
        elif name not in self.names:
            yield (
                "Die Vorlage bezieht sich auf eine Vorlage, die es nicht gibt.",
                "Bitte den Namen einer mitgelieferten Vorlage in Anführungszeichen nennen.",
            )

    def _outside_of_blocks(self) -> Iterator[Finding]:
        """Yield what would not be printed, because the template only fills blocks of another."""
        if self.tree.find(nodes.Extends) is None:
            return
        remedy = "Bitte den Text in einen Block setzen."
        for node in self.tree.body:
            if isinstance(node, nodes.Output):
                printed = [each for each in node.nodes if not (isinstance(each, nodes.TemplateData) and _blank(each))]
                if printed:
                    fact = "Der Text steht außerhalb eines Blocks und fiele weg."
                    yield _finding(self.name, _first_line(printed[0]), fact, remedy)
            elif not isinstance(node, _OUTSIDE_OF_BLOCKS):
                yield self._fault(node, "Die Anweisung steht außerhalb eines Blocks und fiele weg.", remedy)

    def _unknown_blocks(self) -> Iterator[Finding]:
        known = _blocks_above(self.name, self.trees, frozenset())
        if known is None:
            return
        for node in self.tree.body:
            if isinstance(node, nodes.Block) and node.name not in known:
                yield self._fault(
                    node,
                    f"Den Block „{node.name}“ gibt es in der mitgelieferten Vorlage nicht; er fiele weg.",
                    f"Vorgesehen sind: {', '.join(sorted(known))}.",
                )


def _finding(name: str, line: int, fact: str, remedy: str) -> Finding:
    return error(Place(f"{OWN_FOLDER}{name}", row=line), fact, remedy)


def _blocks_above(name: str, trees: Mapping[str, nodes.Template], seen: frozenset[str]) -> frozenset[str] | None:
    """Return the blocks of the templates that a template extends; None where it extends none that is known."""
    extended = trees[name].find(nodes.Extends)
    above = extended.template.value if extended and isinstance(extended.template, nodes.Const) else None
    if not isinstance(above, str) or above not in trees or above in seen:
        return None
    own = frozenset(node.name for node in trees[above].find_all(nodes.Block))
    return own | (_blocks_above(above, trees, seen | {name}) or frozenset())


def _wrong_anywhere(node: nodes.Node) -> Iterator[tuple[str, str]]:
    """Yield what a node may not be in any template."""
    match node:
        case nodes.Filter():
            yield from _outside(node.name, FILTERS, "Den Filter")
        case nodes.Test():
            yield from _outside(node.name, TESTS, "Die Probe „is …“")
        case nodes.Getattr():
            yield from _private(node.attr)
        case nodes.Const(value=str(text)) if _TURNING.search(text):
            yield _TURNED
        case nodes.Getitem(arg=nodes.Const(value=key)):
            yield from _private(str(key))
        case nodes.Getitem(arg=nodes.Name() | nodes.Getattr()):
            pass
        case _ if isinstance(node, (nodes.BinExpr, nodes.UnaryExpr, nodes.Concat)) and not isinstance(node, _LOGIC):
            yield (
                "Die Vorlage rechnet oder setzt Texte zusammen.",
                "Zahlen und Texte kommen fertig aus paper; bitte die Rechnung streichen.",
            )
        case _ if not isinstance(node, _PLAIN):
            yield (
                f"Die Anweisung ({type(node).__name__}) ist in Vorlagen nicht vorgesehen.",
                "Vorgesehen sind extends, import, include, block, macro, for, if und set.",
            )


def _outside(name: str, allowed: frozenset[str], what: str) -> Iterator[tuple[str, str]]:
    if name not in allowed:
        yield f"{what} „{name}“ gibt es in Vorlagen nicht.", f"Vorgesehen sind: {', '.join(sorted(allowed))}."


def _private(name: str) -> Iterator[tuple[str, str]]:
    if name.startswith("_"):
        yield f"Die Angabe „{name}“ gibt es nicht.", "Namen von Angaben beginnen mit einem Buchstaben."


def _first_line(node: nodes.Node) -> int:
    """Return the line of a node, of a text that of its first letter."""
    before = re.match(r"\s*", node.data)[0] if isinstance(node, nodes.TemplateData) else ""  # type: ignore[index]
    return (node.lineno or 1) + before.count("\n")


def _blank(node: nodes.TemplateData) -> bool:
    return not node.data.strip()
