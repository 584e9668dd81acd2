"""German help pages and usage errors: what the command line library leaves in English is said here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer.exceptions import TyperException

HELP = "Diese Hilfe zeigen."
USAGE = "Aufruf: "


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
        return [piece.replace("[OPTIONS]", "[SCHALTER]") for piece in super().collect_usage_pieces(ctx)]


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
        return f"Der Wert für {name} ist nicht zulässig."
    if "unexpected extra argument" in problem.format_message():
        return "Es sind zu viele Angaben."
    return problem.format_message().partition(" Did you mean")[0]
