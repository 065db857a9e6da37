"""Settings of nurseries for deliveries: the product's own; small files are read in the worker itself."""

from dataclasses import replace

from springhead.config.settings import *  # noqa: F403
from springhead.config.settings import SPRINGHEAD

SPRINGHEAD = replace(SPRINGHEAD, reads_apart=False)
