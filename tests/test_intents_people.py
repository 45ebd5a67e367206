"""Words about sharing, consent, accounts and groups; and who is a child."""

import pytest

from core.intents import (
    Agree,
    Ask,
    Called,
    EraseMe,
    Forget,
    Heard,
    Help,
    Intent,
    Language,
    Link,
    NotMe,
    Pair,
    Remember,
    Rules,
    Share,
    Training,
    Unlink,
    Unshare,
    is_child,
    is_person,
    read_intent,
)
from core.intents.commands import COMMANDS as UNDERSTOOD
from core.paths.menu import COMMANDS

SAID: tuple[tuple[str, Intent], ...] = (
    ("/share Max", Share("Max")),
    ("/share@familiar_bot Max", Share("Max")),
    ("/share", Share(None)),
    ("/share Max with this group", Share("Max")),
    ("/share my dog Max", Share("Max")),
    ("share Max with the group", Share("Max")),
    ("Please share my dog Max with this group!", Share("Max")),
    ("you can share Anna-Maria here", Share("Anna-Maria")),
    ("/unshare Max", Unshare("Max")),
    ("/unshare", Unshare(None)),
    ("stop sharing Max with us", Unshare("Max")),
    ("unshare Max", Unshare("Max")),
    ("don't share Max any more", Unshare("Max")),
    ("/rules", Rules(None)),
    ("/rules everyone", Rules("everyone")),
    ("/rules Admins", Rules("admins")),
    ("/rules only teachers", Rules("teachers")),
    ("/rules whatever", Rules("")),
    ("/called Fido", Called("Fido")),
    ("/called", Called(None)),
    ("/notme", NotMe()),
    ("/notme on", NotMe()),
    ("/notme off", NotMe(False)),
    ("don't remember me", NotMe()),
    ("Do not remember me, please", NotMe()),
    ("dont remember me", NotMe()),
    ("please stop remembering me", NotMe()),
    ("don't recognise my face", NotMe()),
    ("I don't want to be remembered", NotMe()),
    ("you may remember me again", NotMe(False)),
    ("/training on", Training(True)),
    ("/training OFF", Training(False)),
    ("/training", Training(None)),
    ("you may use my messages for training", Training(True)),
    ("don't use my data for training", Training(False)),
    ("/link", Link(None)),
    ("/link ABCD-EFGH", Link("ABCDEFGH")),
    ("/link abcdefgh", Link("ABCDEFGH")),
    ("link my accounts", Link(None)),
    ("/unlink", Unlink()),
    ("unlink this account", Unlink()),
    ("/language", Language(None)),
    ("speak German", Language("de")),
    ("can you please answer in French from now on?", Language("fr")),
    ("sprich deutsch", Language("de")),
    ("auf Englisch, bitte", Language("en")),
    ("habla francés", Language("fr")),
    ("parle allemand", Language("de")),
    ("antworte bitte auf Spanisch", Language("es")),
    ("auf Deutsch, bitte", Language("de")),
    ("habla español", Language("es")),
    ("parle français s'il te plaît", Language("fr")),
    ("in English please", Language("en")),
    ("/language de", Language("de")),
    ("/language pt-BR", Language(None)),
    ("/language German, please", Language("de")),
    ("/language Français", Language("fr")),
    ("/language klingon", Language(None)),
    ("/pair ABCD EFGH", Pair("ABCDEFGH")),
    ("/may 0123 yes", Agree("0123", True)),
    ("/may 0123 no", Agree("0123", False)),
    ("/may 0123", Help()),
)
ELSE: tuple[tuple[str, type[Intent]], ...] = (
    ("share a photo with me", Ask),
    ("what did you share?", Ask),
    ("speak Chinese", Ask),
    ("how do you say that in German?", Ask),
    ("don't remember Max", Ask),
    ("why don't you remember me?", Ask),
    ("don't forget me", Ask),
    ("forget me", EraseMe),
    ("forget Max", Forget),
    ("how does the training work?", Ask),
    ("Max likes training", Ask),
    ("what are the rules?", Ask),
    ("what is this link?", Ask),
    ("this is my dog Link", Remember),
)


@pytest.mark.parametrize(("text", "meant"), SAID)
def test_reads_what_is_said_of_people_and_groups(text: str, meant: Intent) -> None:
    assert read_intent(Heard(text)) == meant


@pytest.mark.parametrize(("text", "kind"), ELSE)
def test_takes_nothing_else_for_it(text: str, kind: type[Intent]) -> None:
    assert isinstance(read_intent(Heard(text)), kind)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_menus_is_understood_and_fits_in_them(command: object) -> None:
    assert command in COMMANDS
    for one in COMMANDS:
        assert one.name in UNDERSTOOD
        assert one.name.islower()
        assert one.name.isascii()
        assert 1 <= len(one.name) <= 32
        assert 1 <= len(one.description) <= 100
        assert one.in_private or one.in_groups


def test_every_command_that_is_understood_is_in_a_menu() -> None:
    not_listed = {"start", "rename", "merge", "alias", "pair", "may"}  # by words, by an app, by admins, by buttons
    assert set(UNDERSTOOD) - not_listed == {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("daughter", ["is 4 years old"]),
        ("little sister", ["is 12 years old"]),
        ("friend", ["is a baby"]),
        ("baby", []),
        ("kid", []),
        ("", ["is a toddler"]),
        ("", ["is your daughter", "is 4 years old"]),
        ("niece", ["was born in 2022"]),
        ("son", ["this is my son Tim, seven years old"]),
        ("daughter", ["is 4 months old"]),
        ("girl", ["this is my little girl Mia"]),
    ],
)
def test_somebody_who_is_said_to_be_a_child_is_one(kind: str, said: list[str]) -> None:
    assert is_child(kind, said)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("dog", ["is 3 years old"]),
        ("puppy", ["is a baby"]),
        ("", ["is 3 years old"]),
        ("", ["is Max's brother", "is 3 years old"]),
        ("", ["is your boy", "is 3 years old"]),
        ("friend", ["is 13 years old"]),
        ("friend", ["has a baby"]),
        ("daughter", []),
        ("niece", ["was born in 1990"]),
        ("car", ["is 4 years old"]),
    ],
)
def test_nobody_else_is_a_child(kind: str, said: list[str]) -> None:
    assert not is_child(kind, said)


@pytest.mark.parametrize("kind", ["friend", "girlfriend", "little sister", "teacher", "boss", "mum"])
def test_somebody_with_a_persons_kind_is_a_person(kind: str) -> None:
    assert is_person(kind)


@pytest.mark.parametrize("kind", ["", "dog", "French bulldog", "mug", "house"])
def test_pets_things_and_who_is_of_no_kind_are_not(kind: str) -> None:
    assert not is_person(kind)
