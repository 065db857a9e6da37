"""Settings of the nursery of webhooks."""

from tests.support.small_settings import *  # noqa: F403
from tests.support.small_settings import INSTALLED_APPS as _SMALL

INSTALLED_APPS = [*_SMALL, "springhead.foundation.webhooks"]
