"""A question for who has not asked one yet, and the address that asks it."""

from urllib.parse import urlencode

FIRST_QUESTION = '{ organization(slug: "cget", asOf: "2015-11-24") { name authorities { organization { name } } } }'


def first_question_url(base: str = "") -> str:
    """The address that asks FIRST_QUESTION by GET, below the address of a service."""
    return f"{base}/graphql?{urlencode({'query': FIRST_QUESTION})}"
