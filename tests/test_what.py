"""What was told on one topic, said as it was told."""

import itertools
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.concepts import Concept, Fact
from core.intents import AskedWhat, asked_what
from core.paths.what import told_what
from core.turns import now
from tests.fakes.chat import BELLA, MAX, STRANGER, Chat

NAMES = ["Max", "Bella", "Mr. Whiskers"]
_numbers = itertools.count(1)


@pytest.mark.parametrize(
    ("question", "topic", "name"),
    [
        ("How heavy is Max?", "weight", "Max"),
        ("hey, how much does our dog max weigh", "weight", "Max"),
        ("🙂 What's Mr. Whiskers' nickname? Thank you.", "nickname", "Mr. Whiskers"),
        ("Quick one: when is Bella's birthday? What do you think?", "birthday", "Bella"),
        ("Do you know where Bella lives?", "home", "Bella"),
        ("What does Max not like?", "dislikes", "Max"),
        ("what is max's favorite toy", "favourite toy", "Max"),
        ("Which food does Bella like best?", "favourite food", "Bella"),
        ("And what does she like?", "likes", None),
        ("What is her birthday?", "birthday", None),
        ("how old is it now?", "age", None),
        ("what is Max's phone number?", "has phone number", "Max"),
        ("who is his vet?", "has vet", None),
    ],
)
def test_a_question_for_one_topic_is_read(question: str, topic: str, name: str | None) -> None:
    assert asked_what(question, NAMES) == AskedWhat(topic, name)


@pytest.mark.parametrize(
    "question",
    [
        "What does Max like about Bella?",
        "What does Max like, and how old is he?",
        "What does Max like? Bella is here.",
        "What does Max like? How old is Max?",
        "What does Max like? Does he have a nickname?",
        "I have Max and Bella: what does it like?",
        "What does it like? Is it red?",
        "What does Max like? Is Max's ball red?",
        "What does Max like? And Rex?",
        "Max is ill: what does she like?",
        "What does Rex like?",
        "What does Max like to do?",
        "How heavy is Max going to be?",
        "Why is Max heavy?",
        "Where is Max?",
        "What is Max doing?",
        "What does Max look like?",
        "Who is Max?",
        "What is Max's name?",
        "What is Max?",
        "How old was Max when he came from Rome?",
        "If he is ill, what does Max eat?",
    ],
)
def test_another_question_is_not_read_as_one_for_a_topic(question: str) -> None:
    assert asked_what(question, NAMES) is None


@pytest.fixture
async def told() -> Chat:
    chat = Chat()
    await chat.say("this is my dog Max", MAX)
    await chat.say("this is Bella", BELLA)
    await chat.say("Max loves tennis balls, hates baths and lives in Rome")
    await chat.say("Max enjoys swimming and weighs 30 kg")
    await chat.say("Max's favourite toy is a ball and his vet is Dr. Bone")
    await chat.say("Bella is the sister of Max")
    return chat


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how heavy is Max?", "Max weighs 30 kg."),
        ("where does Max live?", "Max lives in Rome."),
        ("what does Max hate?", "Max hates baths."),
        ("what does Max like?", "Max loves tennis balls, enjoys swimming and has a favourite toy: a ball."),
        ("which toy does Max like best?", "Max has a favourite toy: a ball."),
        ("who is related to Max?", "Bella is the sister of Max."),
        ("what does my dog hate?", "Max hates baths."),
        ("does our dog hate baths?", "Yes, Max hates baths."),
        ("who owns Max?", "I don't know that about Max yet."),
        ("who is Max's vet?", "Max has a vet: Dr. Bone."),
        ("what breed is Max?", "I don't know that about Max yet."),
        ("when is Max's birthday?", "I don't know that about Max yet."),
        ("what does Bella like?", "I don't know that about Bella yet."),
    ],
)
async def test_what_was_told_is_said_and_no_model_is_asked(told: Chat, question: str, answer: str) -> None:
    assert (await told.say(question)).text == answer
    assert told.generator.prompts == []


async def test_she_is_whoever_was_spoken_of(told: Chat) -> None:
    await told.say("how heavy is Max?")
    assert (await told.say("and where does he live?")).text == "Max lives in Rome."


async def test_it_is_whoever_was_on_the_photo_before(told: Chat) -> None:
    await told.say("who is this?", MAX)
    assert (await told.say("what does it hate?")).text == "Max hates baths."
    assert len(told.generator.prompts) == 1


@pytest.mark.parametrize(
    "question",
    [
        "what does Bella's brother like?",
        "what do Max and Bella like?",
        "what is Coco's food?",
        "what is Coco's favourite food?",
        "where does Bella live?",
        "who is Coco's vet?",
    ],
)
async def test_what_something_else_may_tell_is_left_to_the_model(told: Chat, question: str) -> None:
    await told.say("I have a parrot called Coco")
    await told.say("Coco likes nuts")
    await told.say("Bella is a bit of a clown")
    await told.say(question)
    assert len(told.generator.prompts) == 1


async def test_which_of_two_dogs_is_meant_is_left_to_the_model(told: Chat) -> None:
    await told.say("I have a dog called Rex")
    await told.say("what does my dog hate?")
    assert len(told.generator.prompts) == 1


async def test_who_is_nobody_known_is_left_to_the_model(told: Chat) -> None:
    await told.say("what does Rex like?")
    await told.say("who is this?", STRANGER)
    await told.say("what does it like?")
    assert len(told.generator.prompts) == 3


async def test_what_the_photo_before_may_show_is_left_to_the_model(told: Chat) -> None:
    await told.say("who is this?", MAX)
    await told.say("what breed is he?")
    assert len(told.generator.prompts) == 2
    assert told.generator.prompts[-1].pictures
    assert (await told.say("what is he allergic to?")).text == "I don't know that about Max yet."


async def test_beside_a_photo_what_is_asked_for_is_left_to_the_model(told: Chat) -> None:
    await told.say("what does Max like?", MAX)
    assert len(told.generator.prompts) == 1


def test_an_age_that_was_told_long_ago_is_told_with_its_day() -> None:
    old = _concept("is 3 years old", "age")
    assert told_what("how old is Max?", [old]) == "Max is 3 years old."
    faded = replace(old, facts=(replace(old.facts[0], told=now() - timedelta(days=400)),))
    assert str(told_what("how old is Max?", [faded])).startswith("Max is 3 years old. I was told so on ")
    weeks = _concept("is 9 weeks old", "age", days=40)
    assert "I was told so on" in str(told_what("how old is Max?", [weeks]))


def test_a_nickname_is_told_with_the_other_names() -> None:
    called = _concept("is called 'Bear' by Grandma", "nickname")
    assert told_what("what is Max's nickname?", [called]) == "Max is called 'Bear' by Grandma."
    named = replace(called, aliases=("Maxi", "Pup"))
    assert told_what("what is Max's nickname?", [named]) == (
        "Max is called 'Bear' by Grandma. Max is also called Maxi and Pup."
    )


def _concept(text: str, topic: str, *, days: int = 0) -> Concept:
    fact = Fact(UUID(int=next(_numbers)), topic, text, now() - timedelta(days=days))
    return Concept(UUID(int=next(_numbers)), "Max", "dog", facts=(fact,))
