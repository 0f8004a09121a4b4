"""The application for an ASGI server: `uvicorn cget_api.asgi:app`."""

from cget_api.app import create_app
from cget_api.settings import Settings

app = create_app(Settings())
