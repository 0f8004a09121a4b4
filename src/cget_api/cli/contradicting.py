"""`cget-api contradictions`: statements that cannot all be true, what the register holds, and why."""

from typing import Annotated

import typer

from cget_api.cli.options import AsJson, DatabaseUrl, Lang, Revision, settings_from_options
from cget_api.core.contradictions import contradictions_in
from cget_api.core.vocabulary import Language


def contradictions(
    slug: Annotated[
        str | None, typer.Argument(help="Only those in which a statement is about this thing. Without it: all.")
    ] = None,
    revision: Revision = None,
    lang: Lang = Language.FR,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
) -> None:
    """List the statements that cannot all be true.

    They are found by rule. Each statement with its standing, its words, its dates and its sources; => marks the one
    that the register holds; below them stands why.

    \b
    Examples:
      cget-api contradictions cget
      cget-api contradictions --lang en | less

    \b
    JSON: {"revision", "subject", "contradictions": [{"subject", "predicate",
           "statements": [{"key", "subject", and the fields of a seed file}],
           "resolution": the key of one of them or null,
           "explanation": {"fr", "en"} or null}]}
    """
    from cget_api.cli.asking import register_in, require_entity
    from cget_api.cli.contradiction_report import ContradictionReport, json_from_contradiction
    from cget_api.cli.database import archive_at
    from cget_api.cli.history_words import HISTORY_WORDS
    from cget_api.cli.reports import print_json
    from cget_api.cli.terminal import print_fitted

    register = register_in(archive_at(settings_from_options(database_url=database_url).database_url), revision)
    if slug is not None:
        require_entity(register, slug)
    found = contradictions_in(register, slug)
    if as_json:
        told = [json_from_contradiction(contradiction) for contradiction in found]
        print_json({"revision": register.revision.number, "subject": slug, "contradictions": told})
    elif found:
        reports = (ContradictionReport(contradiction, lang) for contradiction in found)
        print_fitted(*[part for report in reports for part in ("", report)][1:])
    else:
        typer.echo(HISTORY_WORDS[lang].no_contradiction)
