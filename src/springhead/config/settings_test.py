"""Settings of the test suite: a scratch folder, fast password hashing, plain static files."""

import os
import tempfile
from dataclasses import replace

_scratch = tempfile.mkdtemp(prefix="springhead-test-")
os.environ["SPRINGHEAD_DATA"] = _scratch
os.environ.setdefault("SPRINGHEAD_DEMO", "1")
os.environ.pop("SPRINGHEAD_OIDC", None)

from springhead.config.settings import *  # noqa: E402, F403  Django settings
from springhead.config.settings import SPRINGHEAD, STORAGES  # noqa: E402  the folder comes first

# A child process per small file would cost the suite minutes; tests/catalog/test_apart.py turns it on.
SPRINGHEAD = replace(SPRINGHEAD, reads_apart=False)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
STATIC_ROOT = SPRINGHEAD.data / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
