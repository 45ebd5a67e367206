"""Whether something is so, told from what was told."""

import pytest

from core.intents import asked_whether
from tests.fakes.chat import BELLA, MAX, Chat


@pytest.mark.parametrize(
    ("question", "topic", "text"),
    [
        ("Does Max like cheese?", "likes", "likes cheese"),
        ("so, does our max really love tennis balls", "likes", "loves tennis balls"),
        ("Quick one: is Max scared of the vacuum cleaner? Thank you.", "fears", "is scared of the vacuum cleaner"),
        ("Does Max weigh 3.5 kg?", "weight", "weighs 3.5 kg"),
        ("Is Max living in Rome?", "home", "lives in Rome"),
        ("Was Max born on 4 May?", "birthday", "was born on 4 May"),
        ("Can Max eat fish?", "food", "can eat fish"),
        ("Does Max eat fish?", "food", "eats fish"),
        ("Is Max a beagle?", "breed", "is a beagle"),
    ],
)
def test_what_is_asked_is_read_as_it_would_be_told(question: str, topic: str, text: str) -> None:
    asked = asked_whether(question, ["Max", "Bella"])
    assert asked is not None
    name, said = asked
    assert (name, said.topic, said.text) == ("Max", topic, text)


@pytest.mark.parametrize(
    "question",
    [
        "Why does Max like cheese?",
        "How often does Max eat fish?",
        "What does Max like?",
        "Does Max like cheese or fish?",
        "Does Max like it?",
        "Is Max here?",
        "Is Max sleeping?",
        "Is Max bigger than Bella?",
        "Is that Max?",
        "Does Max love Max?",
        "Does Rex like cheese?",
    ],
)
def test_another_question_is_not_read_as_whether_something_is_so(question: str) -> None:
    assert asked_whether(question, ["Max", "Bella"]) is None


def test_a_name_inside_another_word_is_not_the_one_that_is_asked_about() -> None:
    assert asked_whether("Does Al like Alpine cheese?", ["Al"]) is not None


@pytest.fixture
async def told() -> Chat:
    chat = Chat()
    await chat.say("this is my dog Max", MAX)
    await chat.say("this is Bella", BELLA)
    await chat.say("Max loves tennis balls, hates baths and lives in Rome")
    await chat.say("Max hates loud dogs")
    await chat.say("Bella is not afraid of thunder and is allergic to fish")
    await chat.say("Bella weighs 4 kg and eats only chicken")
    return chat


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("does Max like tennis balls?", "Yes, Max loves tennis balls."),
        ("does Max like baths?", "No, Max hates baths."),
        ("does Max hate tennis balls?", "No, Max loves tennis balls."),
        ("does Max like dogs?", "Max hates loud dogs."),
        ("does Max live in Italy?", "I only know that Max lives in Rome."),
        ("does Bella weigh 5 kg?", "No, Bella weighs 4 kg."),
        ("does Bella weigh a lot?", "I only know that Bella weighs 4 kg."),
        ("can Bella eat cheese?", "No, Bella eats only chicken."),
        ("does Max like cheese?", "I only know that Max loves tennis balls."),
        ("does Max like balls?", "Max loves tennis balls."),
        ("is Bella afraid of thunder?", "No, Bella is not afraid of thunder."),
        ("can Bella eat fish?", "No, Bella is allergic to fish."),
        ("is Bella allergic to fish?", "Yes, Bella is allergic to fish."),
    ],
)
async def test_what_was_told_answers_and_no_model_is_asked(told: Chat, question: str, answer: str) -> None:
    assert (await told.say(question)).text == answer
    assert told.generator.prompts == []


async def test_he_is_whoever_was_spoken_of(told: Chat) -> None:
    await told.say("does Max like baths?")
    assert (await told.say("and does he like tennis balls?")).text == "Yes, Max loves tennis balls."


@pytest.mark.parametrize("question", ["is Max afraid of thunder?", "can Max swim?", "is Max 3 years old?"])
async def test_what_nothing_answers_is_left_to_the_model(told: Chat, question: str) -> None:
    await told.say("Max is 3 years old")
    await told.say(question)
    assert len(told.generator.prompts) == 1


async def test_beside_a_photo_the_model_is_asked(told: Chat) -> None:
    await told.say("does Max like tennis balls?", MAX)
    assert len(told.generator.prompts) == 1
