"""German help pages and usage errors: what the command line library leaves in English is said here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperCommand, TyperGroup

from ledger.german import MINUS

if TYPE_CHECKING:
    from typer.exceptions import TyperException

_NEGATIVE = re.compile(r"-[0-9]")
_CURRENCY = ("€", "EUR", "Euro")
HELP = "Diese Hilfe zeigen."
USAGE = "Aufruf: "
EXAMPLES = {"JAHR": " Erwartet wird ein Förderjahr wie 2025."}


class GermanCommand(TyperCommand):
    """A command whose help page is German throughout."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the library's context is private
        """Return the help option with a German text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the usage line with a German word in front."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=USAGE)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401
        """Return the pieces of the usage line."""
        pieces = [piece.replace("[OPTIONS]", "[SCHALTER]") for piece in super().collect_usage_pieces(ctx)]
        return [_plain_piece(piece) for piece in pieces]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write arguments and options; the kinds of their values are words of programmers and left out."""
        arguments, options = [], []
        for each in self.get_params(ctx):
            record = each.get_help_record(ctx)
            if record is None:
                continue
            if isinstance(each, TyperArgument):
                arguments.append((each.metavar or str(each.name), record[1]))
            else:
                options.append(record)
        for title, rows in (("Angaben", arguments), ("Schalter", options)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _plain_piece(piece: str) -> str:
    """Return a piece of the usage line as an office writes it: ``{JAHR}`` must be there, ``[DATEI…]...`` may be."""
    plain = piece.removesuffix("...") if "…" in piece else piece
    return plain.strip("{}")


class FigureCommand(GermanCommand):
    """A command that takes a number as it is printed.

    One with a minus in front is no switch, and a sign of the currency behind it is none of its own.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Read the words of the call."""
        words = [f"{MINUS}{word[1:]}" if _NEGATIVE.match(word) else word for word in args if word not in _CURRENCY]
        return super().parse_args(ctx, words)


class GermanGroup(TyperGroup):
    """The list of commands, German throughout."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        """Return the help option with a German text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the usage line with German words."""
        formatter.write_usage(ctx.command_path, "BEFEHL [ANGABEN] [SCHALTER]", prefix=USAGE)


def usage_sentence(problem: TyperException) -> str:
    """Return a wrong usage as a German sentence."""
    parameter = getattr(problem, "param", None)
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", "") or getattr(problem, "param_hint", "")
    kind = type(problem).__name__
    if kind == "MissingParameter":
        return f"Es fehlt die Angabe {name}."
    if kind == "NoSuchOption":
        return f"Den Schalter {getattr(problem, 'option_name', '')} gibt es nicht."
    if kind == "BadOptionUsage":
        return f"Der Schalter {getattr(problem, 'option_name', '')} ist falsch verwendet."
    if kind == "BadParameter":
        return f"Der Wert für {name} ist nicht zulässig.{EXAMPLES.get(str(name), '')}"
    if "unexpected extra argument" in problem.format_message():
        return "Es sind zu viele Angaben; eine Angabe mit Leerzeichen bitte in Anführungszeichen setzen."
    return problem.format_message().partition(" Did you mean")[0]
