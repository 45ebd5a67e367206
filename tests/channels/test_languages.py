"""In a channel's own words: the language somebody chose, else that of their app."""

import asyncio

import pytest

from bot import languages as languages_module
from bot.languages import Languages
from core.language import say, spoken
from tests.fakes.history import FakeHistory
from tests.fakes.people import FakePeople, fake_stores

ANNA, BEN = "telegram:1", "telegram:2"


@pytest.fixture
def people() -> FakePeople:
    """Nobody chose a language."""
    return fake_stores(FakeHistory())[2]


@pytest.fixture
def languages(people: FakePeople) -> Languages:
    """As a channel has them."""
    return Languages(people.language)


async def test_what_somebody_chose_goes_before_what_their_app_tells_and_for_them_alone(
    people: FakePeople, languages: Languages
) -> None:
    await people.choose_language(ANNA, "de")
    await languages.speak(ANNA, "fr")
    assert say("Yes") == "Ja"
    await languages.speak(BEN, "fr-ca")
    assert say("Yes") == "Oui"
    await languages.speak(BEN, "")
    assert say("Yes") == "Yes"


async def test_a_choice_is_asked_for_once_and_again_when_it_may_have_changed(
    people: FakePeople, languages: Languages
) -> None:
    await languages.speak(ANNA, "fr")
    await people.choose_language(ANNA, "de")
    await languages.speak(ANNA, "fr")
    assert spoken() == "fr"
    languages.answered(ANNA)
    await languages.speak(ANNA, "fr")
    assert spoken() == "de"


async def test_a_choice_that_was_made_elsewhere_is_followed_after_a_while(
    people: FakePeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages_module, "CHOICE_STAYS", 0.0)
    languages = Languages(people.language)
    await languages.speak(ANNA, "fr")
    await people.choose_language(ANNA, "de")
    await languages.speak(ANNA, "fr")
    assert spoken() == "de"


async def test_while_the_database_is_down_it_is_the_language_of_the_app(
    people: FakePeople, languages: Languages
) -> None:
    await people.choose_language(ANNA, "de")
    people.database.down = True
    await languages.speak(ANNA, "fr")
    assert spoken() == "fr"
    people.database.down = False
    await languages.speak(ANNA, "fr")
    assert spoken() == "de"


async def test_nobody_waits_for_a_choice_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages_module, "PATIENCE", 0.05)

    async def never(account: str) -> str:
        await asyncio.Event().wait()
        return "de"

    async with asyncio.timeout(2):
        await Languages(never).speak(ANNA, "fr")
    assert spoken() == "fr"
