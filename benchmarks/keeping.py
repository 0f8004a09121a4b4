"""Where generated registers are kept from run to run: in a folder that Git ignores, a PostgreSQL server and files."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

import cget_api
from benchmarks import registers
from cget_api.cli.remembering import digest_of_files
from cget_api.dataset.location import seeds_folder
from cget_api.store.versions import location
from tests.cluster import Cluster, running_cluster

FOLDER: Final = Path(os.environ.get("BENCH_FOLDER") or Path(__file__).parents[1] / ".bench")


@dataclass(frozen=True, slots=True)
class Kept:
    """Registers in files of `folder` and in databases of a private `cluster`, each made when it is first asked for."""

    folder: Path
    cluster: Cluster

    def sqlite(self, times: int) -> str:
        """The address of a register so many times the shipped one."""
        file = self.folder / f"{_name(times)}.sqlite"
        if not file.exists():
            _forget(self.folder.glob(f"times_{times}_*"))
            being_made = file.with_suffix(".part")
            _forget(self.folder.glob(f"{being_made.name}*"))
            _tell(f"recording {times} times the shipped register in SQLite ...")
            registers.recorded(f"sqlite:///{being_made}", registers.register(times))
            being_made.rename(file)
        return f"sqlite:///{file}"

    def postgresql(self, times: int) -> str:
        name, being_made = _name(times), f"making_{times}"
        with psycopg.connect(self.cluster.url("postgres"), autocommit=True) as connection:
            held = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        if name not in held:
            for stale in held:
                if stale.startswith(f"times_{times}_") or stale == being_made:
                    self.cluster.run(f"DROP DATABASE {stale} WITH (FORCE)")
            self.cluster.run(f"CREATE DATABASE {being_made} TEMPLATE template0")
            _tell(f"recording {times} times the shipped register in PostgreSQL ...")
            registers.recorded(self.cluster.url(being_made), registers.register(times))
            with psycopg.connect(self.cluster.url(being_made), autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
            self.cluster.run(f"ALTER DATABASE {being_made} RENAME TO {name}")
        return self.cluster.url(name)

    @contextmanager
    def copy(self, times: int) -> Iterator[str]:
        """One in PostgreSQL that may be written to, gone at the end of the block."""
        self.postgresql(times)
        self.cluster.run("DROP DATABASE IF EXISTS written_to WITH (FORCE)")
        with self.cluster.database("written_to", template=_name(times)) as url:
            yield url


@contextmanager
def kept() -> Iterator[Kept]:
    FOLDER.mkdir(exist_ok=True)
    with running_cluster(FOLDER / "postgresql") as cluster:
        yield Kept(FOLDER, cluster)


def _name(times: int) -> str:
    """Another where the seed files, the schema, what makes keys and digests, or these registers changed."""
    folder, package = seeds_folder(), Path(cget_api.__file__).parent
    digest = digest_of_files(
        [
            (folder, folder.rglob("*.yaml")),
            (package / "core", [package / "core" / "chain.py", package / "core" / "vocabulary.py"]),
            (location(), (location() / "versions").glob("*.py")),
            (Path(__file__).parent, [Path(registers.__file__)]),
        ]
    )
    return f"times_{times}_{digest[:12]}"


def _forget(files: Iterator[Path]) -> None:
    for file in files:
        file.unlink()


def _tell(news: str) -> None:
    sys.stderr.write(f"{news}\n")
