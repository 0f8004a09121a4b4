"""`cget-api settings`: what can be set in the environment, and how it is set now."""

import textwrap

import typer

from cget_api.cli.options import settings_from_options

_INDENT = "    "


def settings() -> None:
    """List the settings, their defaults and their values.

    The value is told where it is not the default. Passwords in the address of the database are not shown.

    \b
    Examples:
      cget-api settings
      CGET_MAX_DEPTH=12 cget-api settings
    """
    from cget_api.store.engine import driver_url, shown_url

    chosen = settings_from_options()
    for name, field in type(chosen).model_fields.items():
        value = getattr(chosen, name)
        told = [field.description or ""]
        if field.default is not None:
            told.append(f"Default: {_written(field.default)}")
        if value != field.default:
            shown = shown_url(driver_url(value)) if name == "database_url" else _written(value)
            told.append(f"Set to: {shown}")
        typer.echo(f"CGET_{name.upper()}")
        typer.echo(textwrap.fill(" ".join(told), width=100, initial_indent=_INDENT, subsequent_indent=_INDENT))


def _written(value: object) -> str:
    """As one would write it in the environment."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) or "nothing"
