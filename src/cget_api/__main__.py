"""`python -m cget_api`: the command line."""

from cget_api.cli import app

app(prog_name="cget-api")
