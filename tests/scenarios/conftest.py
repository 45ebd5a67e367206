"""A chat on the fakes for each scenario."""

import pytest

from tests.fakes.chat import Chat


@pytest.fixture
async def chat() -> Chat:
    """Nobody has said anything yet."""
    return Chat()
