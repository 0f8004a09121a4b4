"""What is printed on a terminal, and otherwise where the output goes to a file or to another program."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text


def console() -> Console:
    """Without colours unless it writes to a terminal; nothing in what it prints is taken for markup."""
    return Console(highlight=False, markup=False, emoji=False)


def print_lines(lines: Iterable[Text]) -> None:
    """Each as one line, however wide the terminal."""
    out = console()
    for line in lines:
        out.print(line, soft_wrap=True)


def print_fitted(*parts: RenderableType) -> None:
    """Wrapped at the width of the terminal, or of COLUMNS; at 80 signs where there is neither."""
    out = console()
    with out.capture() as captured:
        out.print(*parts)
    # Where rich breaks a line it leaves the blank before the break.
    for line in captured.get().splitlines():
        out.file.write(f"{line.rstrip()}\n")


@contextmanager
def recording_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each kind of row while a revision is recorded, on a terminal; nothing elsewhere."""
    err = Console(stderr=True)
    columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn())
    bars: dict[str, TaskID] = {}
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:

        def show(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task(what, total=total)
            progress.update(bars[what], completed=done)

        yield show
