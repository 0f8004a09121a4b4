"""The page at the root of the service: what is here, and a first question to try."""

from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import urlencode

FIRST_QUESTION = '{ organization(slug: "cget", asOf: "2015-11-24") { name authorities { organization { name } } } }'


def first_question_url(base: str = "") -> str:
    """The address that asks FIRST_QUESTION by GET, below the address of a service."""
    return f"{base}/graphql?{urlencode({'query': FIRST_QUESTION})}"


def front_page() -> str:
    template = Template((files("cget_api") / "front_page.html").read_text(encoding="utf-8"))
    return template.substitute(question=escape(FIRST_QUESTION), url=escape(first_question_url()))
