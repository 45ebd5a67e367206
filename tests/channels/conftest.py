"""What talks to an app's server is for `make test`: a call over a socket takes longer than a test of `make check`."""

from pathlib import Path

import pytest

APPS = {Path(__file__).parent / app for app in ("telegram", "discord")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of each app."""
    for item in items:
        if not APPS.isdisjoint(item.path.parents):
            item.add_marker(pytest.mark.app)
