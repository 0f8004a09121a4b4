"""What a browser is shown at which address, beside the register itself."""

from starlette.routing import BaseRoute

from cget_api.web.assets import assets
from cget_api.web.graphiql import POLICY, graphiql_page
from cget_api.web.page import page


def pages(graphiql: bool, introspection: bool) -> list[BaseRoute]:
    """With the files that they load. `introspection` tells the page /graphiql whether it can ask for the schema."""
    shown: list[BaseRoute] = [assets()]
    if graphiql:
        shown.append(page("/graphiql", graphiql_page(introspection), POLICY))
    return shown
