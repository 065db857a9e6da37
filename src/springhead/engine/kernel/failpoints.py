"""The one place where a test may make a process die, to prove that nothing is lost or doubled.

Labelled steps call `reach("fire.effect")`. Nothing happens unless `SPRINGHEAD_DIE_AT` names that label;
then the process kills itself as `kill -9` would. `label#3` dies on the third passage.
"""

import os
import signal
from collections import Counter
from typing import Final

VARIABLE: Final = "SPRINGHEAD_DIE_AT"

_passed: Counter[str] = Counter()


def reach(label: str) -> None:
    """Mark a labelled step; die here when the environment says so."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    name, _, nth = wanted.partition("#")
    if name != label:
        return
    _passed[label] += 1
    if _passed[label] == int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)
