"""The page at the root of the service: what is here, and a first question to try."""

from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from cget_api.web.assets import assets_path

FIRST_QUESTION = '{ organization(slug: "cget", asOf: "2015-11-24") { name authorities { organization { name } } } }'


def first_question_url(base: str = "") -> str:
    """The address that asks FIRST_QUESTION by GET, below the address of a service."""
    return f"{base}/graphql?{urlencode({'query': FIRST_QUESTION})}"


def front_page(graphiql: bool) -> str:
    """`graphiql` tells whether there is such a page to lead to."""
    template = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))
    return template.substitute(
        assets=assets_path(),
        question=escape(FIRST_QUESTION),
        url=escape(first_question_url(".")),
        graphiql='<a href="./graphiql">/graphiql</a> · ' if graphiql else "",
    )
