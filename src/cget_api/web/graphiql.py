"""The page on which developers try questions: GraphiQL, whose files come with the program."""

from pathlib import Path
from string import Template

from cget_api.web.assets import assets_path
from cget_api.web.headers import page_policy

# Its dialogs and menus keep the page behind them still by one <style> element; the digest is that of its text.
POLICY = page_policy(style_src="'sha256-nzTgYzXYDNe6BAHiiI7NNlfK8n/auuOAhh2t92YvuXo='", font_src="data:")

_NO_INTROSPECTION = (
    '<p id="notice" role="status">This service does not tell its schema (CGET_INTROSPECTION is off), so there is no '
    "completion and no documentation here. Questions are answered all the same.</p>"
)


def graphiql_page(introspection: bool) -> str:
    """`introspection` tells whether the service lets its schema be asked for."""
    template = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))
    return template.substitute(
        assets=assets_path(),
        introspection="on" if introspection else "off",
        notice="" if introspection else _NO_INTROSPECTION,
    )
