"""A note beside a SQLite file of which seed files its latest revision holds, so that they are not read again for
nothing.

The note is only ever a shortcut: where it is missing, damaged or of another revision, the seed files are read.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]
_READERS: Final = ("core", "dataset", "store")
"""The rooms of the program that decide what a seed file says and what is recorded of it."""


def is_noted(file: Path, seeds: str, revision: str) -> bool:
    """Whether the revision of that digest was found to hold what those `seeds` say."""
    try:
        return _note_beside(file).read_bytes() == _note(seeds, revision)
    except OSError:
        return False


def note(file: Path, seeds: str, revision: str) -> None:
    """Where it cannot be written, the seed files will be read again."""
    with suppress(OSError):
        _note_beside(file).write_bytes(_note(seeds, revision))


def digest_of_seeds(folder: Path) -> str | None:
    """Of everything in the folder, and of the part of this program that reads it; None where it cannot be read."""
    readers = (module for room in _READERS for module in (_PACKAGE / room).rglob("*.py"))
    try:
        return digest_of_files([(_PACKAGE, readers), (folder, _visible(folder))])
    except OSError:
        return None


def _note_beside(file: Path) -> Path:
    return file.with_name(f"{file.name}-seeds")


def _note(seeds: str, revision: str) -> bytes:
    return f"{seeds} {revision}\n".encode()


def _visible(folder: Path) -> Iterator[Path]:
    for inside in folder.iterdir():
        if not inside.name.startswith("."):
            yield inside
            if inside.is_dir():
                yield from _visible(inside)


def digest_of_files(folders: Iterable[tuple[Path, Iterable[Path]]]) -> str:
    digest = sha256()
    for folder, paths in folders:
        for path in sorted(paths):
            name = str(path.relative_to(folder)).encode()
            content = path.read_bytes() if path.is_file() else b""
            digest.update(b"%d %d %b%b" % (len(name), len(content), name, content))
    return digest.hexdigest()
