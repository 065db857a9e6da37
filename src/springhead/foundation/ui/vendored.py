"""Where a vendored file lives, by package and name, so that no template carries a version."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).with_name("vendor.toml")


@cache
def vendored() -> dict[str, str]:
    """Return package name → folder under `static/`, as `vendor.toml` lists them."""
    packages = tomllib.loads(_LIST.read_text())["package"]
    return {
        each["name"]: f"vendor/{_plain(each['name'])}-{each['version']}"
        for each in packages
        if "target" not in each
    }


def vendored_path(name: str) -> str:
    """Return the path under `static/` of `package/file`; KeyError when the package is not listed."""
    package, _, file = name.rpartition("/")
    return f"{vendored()[package]}/{file}"


def _plain(name: str) -> str:
    return name.removeprefix("@").replace("/", "-")
