"""Imports run downwards only: the core knows nobody, an adapter knows the core, and the edge ties them together."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "cget_api"

FLOOR_OF = {
    "core": "core",
    "api": "adapters",
    "dataset": "adapters",
    "export": "adapters",
    "store": "adapters",
    "__main__": "edge",
    "app": "edge",
    "asgi": "edge",
    "cli": "edge",
    "explorer": "edge",
    "graphql": "edge",
    "holding": "edge",
    "keeper": "edge",
    "settings": "edge",
    "web": "edge",
    "telemetry": "edge",
}
FLOORS_BELOW: dict[str, set[str]] = {"core": set(), "adapters": {"core"}, "edge": {"core", "adapters", "edge"}}
FILES = sorted(SOURCE.rglob("*.py"))


def _room_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imported_modules(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides where it leads"
            # `from cget_api import store` names a room as well as `import cget_api.store` does.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_that_break_the_law(room: str, code: str) -> list[str]:
    """In the order in which they stand; `__version__` of the package itself is everybody's."""
    forbidden = []
    for module in _imported_modules(code):
        package, _, rest = module.partition(".")
        target = rest.partition(".")[0]
        if package != "cget_api":
            allowed = room != "core" or package in sys.stdlib_module_names
        else:
            allowed = target in {room, "__version__"} or FLOOR_OF.get(target) in FLOORS_BELOW[FLOOR_OF[room]]
        if not allowed:
            forbidden.append(module)
    return forbidden


def test_every_room_stands_on_a_floor() -> None:
    rooms = {_room_of(file) for file in FILES} - {"__init__"}
    assert rooms <= FLOOR_OF.keys()
    assert "core" in rooms


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_imports_run_downwards_only(file: Path) -> None:
    room = _room_of(file)
    code = file.read_text(encoding="utf-8")
    if room == "__init__":
        assert list(_imported_modules(code)) == []
    else:
        assert imports_that_break_the_law(room, code) == []


@pytest.mark.parametrize(
    ("room", "code", "forbidden"),
    [
        ("core", "import re, json\nfrom cget_api.core.errors import NotFound", []),
        ("core", "import orjson", ["orjson"]),
        ("core", "from cget_api.store.tables import Revision", ["cget_api.store.tables.Revision"]),
        ("core", "def late():\n    from cget_api import api", ["cget_api.api"]),
        ("store", "import sqlalchemy\nfrom cget_api.core.model import Statement\nfrom cget_api.store import shape", []),
        ("store", "import cget_api.dataset.loading", ["cget_api.dataset.loading"]),
        ("api", "from cget_api.settings import Settings", ["cget_api.settings.Settings"]),
        ("api", "import cget_api", ["cget_api"]),
        ("app", "from cget_api import __version__, api, settings, store\nfrom cget_api.core import view", []),
        ("app", "from cget_api.cellar import wine", ["cget_api.cellar.wine"]),
    ],
)
def test_the_law_tells_a_breach_from_what_is_allowed(room: str, code: str, forbidden: list[str]) -> None:
    assert imports_that_break_the_law(room, code) == forbidden
