"""The pages need nothing of the checkout: what they load travels in the wheel and in the source distribution."""

import re
import subprocess
import sys
import tarfile
from pathlib import Path

from tests.packaging.running import Installation

LOADED = re.compile(r'(?:src|href)="(\./static/[^"]+)"')


def test_the_source_distribution_carries_every_file_of_the_pages(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        carried = {name.partition("/")[2] for name in archive.getnames()}
    rooms = [root / "src" / "cget_api" / room for room in ("explorer", "web")]
    found = (file for room in rooms for file in room.rglob("*"))
    files = {file for file in found if file.is_file() and "__pycache__" not in file.parts}
    assert {file.relative_to(root).as_posix() for file in files} <= carried
    assert {".js", ".css", ".html", ".graphql", ".toml"} <= {file.suffix for file in files}


def test_the_pages_of_an_installed_service_find_what_they_load(installation: Installation, tmp_path: Path) -> None:
    with installation.serving(["cget-api", "serve"], {}, tmp_path) as client:
        for path, least in (("/", 2), ("/graphiql", 8)):
            loaded = LOADED.findall(client.get(path).text)
            assert len(loaded) >= least
            for address in loaded:
                answer = client.get(address.removeprefix("."))
                assert answer.status_code == 200, address
                assert "immutable" in answer.headers["cache-control"]
                assert answer.content != b""
