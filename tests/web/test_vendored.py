"""GraphiQL's files as their manifest says they are, and the tool that takes them anew."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from cget_api.web.assets import FOLDER

ROOT = Path(__file__).parent.parent.parent
TAKEN = FOLDER / "graphiql"
MANIFEST: dict[str, Any] = json.loads((TAKEN / "manifest.json").read_text(encoding="utf-8"))
PACKAGES: list[dict[str, Any]] = MANIFEST["packages"]
FILES = [(name, entry) for package in PACKAGES for name, entry in package["files"].items()]


def integrity(algorithm: str, content: bytes) -> str:
    return f"{algorithm}-{b64encode(hashlib.new(algorithm, content).digest()).decode()}"


@pytest.mark.parametrize(("name", "entry"), FILES, ids=[name for name, _ in FILES])
def test_each_file_is_the_one_that_was_published(name: str, entry: dict[str, str]) -> None:
    assert integrity("sha256", (TAKEN / name).read_bytes()) == entry["integrity"]


def test_no_other_file_lies_among_them() -> None:
    assert {file.name for file in TAKEN.iterdir()} == {"manifest.json", *(name for name, _ in FILES)}


@pytest.mark.parametrize("package", PACKAGES, ids=[package["name"] for package in PACKAGES])
def test_each_package_is_pinned_and_brings_its_licence(package: dict[str, Any]) -> None:
    assert all(part.isdecimal() for part in package["version"].split("."))
    assert package["integrity"].startswith("sha512-")
    licence = (TAKEN / f"{package['name']}.LICENSE.txt").read_text(encoding="utf-8")
    assert package["license"] == "MIT"
    assert "Permission is hereby granted, free of charge" in licence


class Registry:
    """A checkout with one small package to take, and an npm that gives `tarball` for it."""

    def __init__(self, folder: Path, content: bytes, published: bytes) -> None:
        self.taken = folder / "src" / "cget_api" / "web" / "static" / "graphiql"
        self.taken.mkdir(parents=True)
        self.manifest = self.taken / "manifest.json"
        self.tool = folder / "tools" / "take_graphiql.py"
        self.tool.parent.mkdir()
        self.tool.write_bytes((ROOT / "tools" / "take_graphiql.py").read_bytes())
        self.programs = folder / "bin"
        self.programs.mkdir()
        tarball = folder / "published.tgz"
        with tarfile.open(tarball, "w:gz") as archive:
            member = tarfile.TarInfo("package/dist/app.js")
            member.size = len(published)
            archive.addfile(member, io.BytesIO(published))
        npm = self.programs / "npm"
        npm.write_text(
            '#!/bin/sh\n[ "$1 $2 $4" = "pack --silent app@1.2.3" ] || exit 9\n'
            f'cp "{tarball}" "${{3#--pack-destination=}}/app-1.2.3.tgz"\n'
        )
        npm.chmod(0o755)
        file = {"from": "dist/app.js", "integrity": integrity("sha256", content)}
        package = {
            "name": "app",
            "version": "1.2.3",
            "integrity": integrity("sha512", tarball.read_bytes()),
            "files": {"app.min.js": file},
        }
        self.manifest.write_text(json.dumps({"packages": [package]}))

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}"}
        command = [sys.executable, str(self.tool), *arguments]
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    def files(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.taken.iterdir() if file != self.manifest}


def test_the_tool_writes_what_is_published_under_the_digests_of_the_manifest(tmp_path: Path) -> None:
    registry = Registry(tmp_path, b"let a", b"let a")
    assert registry.run().stderr == ""
    assert registry.files() == {"app.min.js": b"let a"}


def test_the_tool_writes_nothing_where_a_digest_is_another(tmp_path: Path) -> None:
    registry = Registry(tmp_path, b"let a", b"let b")
    done = registry.run()
    assert done.returncode == 1
    assert done.stderr.startswith("app.min.js: its digest is sha256-")
    assert registry.files() == {}


def test_the_tool_pins_a_version_that_was_changed_on_purpose(tmp_path: Path) -> None:
    registry = Registry(tmp_path, b"let a", b"let b")
    assert registry.run("--pin").returncode == 0
    assert registry.files() == {"app.min.js": b"let b"}
    (package,) = json.loads(registry.manifest.read_text())["packages"]
    assert package["files"]["app.min.js"]["integrity"] == integrity("sha256", b"let b")
    assert registry.run().returncode == 0
