"""How much more is answered by as many workers as there are cores, beside one; told, and bound to no target. No answer
is kept: of the days that one worker is asked, another would not know.

wrk takes a part of the same cores, so on two of them the most to hope for is somewhat less than twice.
"""

import os
from contextlib import ExitStack
from typing import Final

from benchmarks import first_page, registers, servers
from benchmarks.comparing import Side, compared
from benchmarks.keeping import Kept
from benchmarks.pace import Pace
from benchmarks.wrk import generator

NO_ANSWERS_KEPT: Final = {"answer_cache_bytes": 0}


def told(kept: Kept, pace: Pace) -> str:
    cores = os.cpu_count() or 1
    with ExitStack() as running:
        sides = {
            name: Side(
                running.enter_context(
                    servers.serving(kept.sqlite(registers.S), workers=workers, **NO_ANSWERS_KEPT)
                ).url,
                running.enter_context(generator(first_page.ANOTHER_DAY)),
            )
            for name, workers in (("one", 1), ("all", cores))
        }
        measured = compared(sides, pace)
    ratios = ", ".join(f"{ratio:.2f}" for ratio in measured.ratios("all", "one").values())
    connections = " and ".join(map(str, pace.connections))
    return f"{cores} workers answer {ratios} times as much as one, with {connections} connections"
