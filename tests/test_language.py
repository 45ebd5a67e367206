"""Every sentence Familiar says has a translation in every language, with the same fields; a person gets their own."""

import ast
import asyncio
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from core.language import LANGUAGES, LOCALES, day, listed, say, speak, spoken
from core.paths.menu import COMMANDS, menus

ROOT = Path(__file__).parents[1]
WORDS_OF = {"Reply": 0, "Choice": 0, "Picture": 1, "Part": 0, "BadInput": 0, "_private": 0}  # which argument they are
FOREIGN = [language for language in LANGUAGES if language != "en"]


def sentences() -> set[str]:
    """All that the code says by `say`, or keeps by `to_say` for later."""
    files = [file for folder in ("core", "bot") for file in (ROOT / folder).rglob("*.py")]
    speaking = [file for file in files if "core.language" in file.read_text() or file.name == "language.py"]
    marked = {"say": None, "to_say": None}
    return {str(said) for file in speaking for _, said, _, _ in extract_from_file("python", file, keywords=marked)}


def catalogue(language: str) -> Catalog:
    """What a language has for them."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def fields(sentence: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", FOREIGN)
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    translated = {str(message.id): str(message.string) for message in catalogue(language) if message.id}
    assert set(translated) == sentences()
    assert not [
        sentence for sentence, words in translated.items() if not words or (words == sentence and len(sentence) > 12)
    ]


@pytest.mark.parametrize("language", FOREIGN)
def test_a_translation_has_the_fields_of_its_sentence(language: str) -> None:
    for message in catalogue(language):
        assert fields(str(message.string)) == fields(str(message.id)), message.id


def test_there_are_sentences_to_translate() -> None:
    assert len(sentences()) > 50


def test_no_sentence_goes_out_that_is_not_said() -> None:
    unsaid = [said for folder in ("core", "bot") for file in (ROOT / folder).rglob("*.py") for said in bare(file)]
    assert unsaid == ["bot/page/people.py: Please type a name with at least one letter in it."]  # the page is English


def bare(file: Path) -> list[str]:
    """The words in a file that are put into a reply just as they stand there."""
    found = []
    for call in ast.walk(ast.parse(file.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WORDS_OF:
            given = call.args[WORDS_OF[call.func.id] :][:1]
            parts = [part for one in given for part in getattr(one, "values", [one]) if isinstance(part, ast.Constant)]
            words = [part.value for part in parts if isinstance(part.value, str) and any(map(str.isalpha, part.value))]
            found += [f"{file.relative_to(ROOT)}: {word}" for word in words]
    return found


@pytest.mark.parametrize(
    ("told", "code"),
    [("de", "de"), ("de-AT", "de"), ("ES_mx", "es"), ("fr", "fr"), ("tlh", "en"), ("", "en"), ("en-GB", "en")],
)
def test_an_app_may_tell_a_language_in_any_way(told: str, code: str) -> None:
    def heard() -> str:
        speak(told)
        return spoken()

    assert copy_context().run(heard) == code


async def test_two_people_who_are_answered_at_once_each_hear_their_own() -> None:
    async def heard(language: str) -> str:
        speak(language)
        await asyncio.sleep(0)
        return say("Yes")

    assert [*await asyncio.gather(heard("de"), heard("en"), heard("fr"))] == ["Ja", "Yes", "Oui"]


async def test_names_stand_in_a_sentence_as_each_language_has_it() -> None:
    names = ["Max", "Bella", "Mo"]
    assert [listed(names[:count]) for count in range(4)] == ["", "Max", "Max and Bella", "Max, Bella and Mo"]
    speak("es")
    assert listed(names) == "Max, Bella y Mo"


async def test_a_date_is_written_as_each_language_has_it() -> None:
    at = datetime(2026, 11, 5, tzinfo=UTC)
    written = []
    for language in LANGUAGES:
        speak(language)
        written.append(day(at))
    assert written == ["05 Nov 2026", "05.11.2026", "5 nov 2026", "5 nov. 2026"]


def test_every_language_has_a_menu_with_all_commands_that_apps_take() -> None:
    assert menus().keys() == {"", *FOREIGN}
    assert menus()[""] == COMMANDS
    for language, menu in menus().items():
        assert [command.name for command in menu] == [command.name for command in COMMANDS]
        assert all(3 <= len(command.description) <= 100 for command in menu), language


def test_the_menu_of_one_language_is_not_that_of_another() -> None:
    described = [[command.description for command in menu] for menu in menus().values()]
    assert all(len(set(row)) == len(menus()) for row in zip(*described, strict=True))
