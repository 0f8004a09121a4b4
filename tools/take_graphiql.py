"""Takes GraphiQL's files from npm, in the versions of their manifest and with the digests that it gives.

`--pin` writes the digests of what npm gives instead of comparing: for a version that was just changed in the manifest.
It needs npm, and nothing of the project.
"""

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "src" / "cget_api" / "web" / "static" / "graphiql"


def take(folder: Path, pin: bool) -> None:
    """Writes nothing unless every digest is right; exits with a sentence where one is not."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    taken: dict[str, bytes] = {}
    for package in manifest["packages"]:
        tarball = _packed(f"{package['name']}@{package['version']}")
        _compare(package, package["name"], _digest("sha512", tarball), pin)
        for name, entry in package["files"].items():
            taken[name] = _member(tarball, entry["from"])
            _compare(entry, name, _digest("sha256", taken[name]), pin)
    for name, content in taken.items():
        (folder / name).write_bytes(content)
    file.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _packed(package: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"--pack-destination={folder}", package]
        subprocess.run(command, check=True, stdout=sys.stderr)
        (tarball,) = Path(folder).iterdir()
        return tarball.read_bytes()


def _member(tarball: bytes, path: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        member = archive.extractfile(f"package/{path}")
        assert member is not None, f"{path} is no file"
        return member.read()


def _digest(algorithm: str, content: bytes) -> str:
    """As npm and browsers write it (Subresource Integrity)."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def _compare(entry: dict[str, Any], name: str, found: str, pin: bool) -> None:
    if pin:
        entry["integrity"] = found
    elif entry["integrity"] != found:
        sys.exit(f"{name}: its digest is {found}, and in the manifest {entry['integrity']}. Nothing is written")


if __name__ == "__main__":
    take(FOLDER, pin="--pin" in sys.argv[1:])
