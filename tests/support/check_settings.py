"""Settings of nurseries for checks: those of cases, and checks; a pause so short that tests do not wait."""

from dataclasses import replace

from tests.support.small_settings import *  # noqa: F403
from tests.support.small_settings import INSTALLED_APPS, SPRINGHEAD

INSTALLED_APPS = [*INSTALLED_APPS, "springhead.foundation.checks"]
SPRINGHEAD = replace(SPRINGHEAD, reads_apart=False, link_pause=0.01)
