"""Ask: who is retrieved for which words, and what the model gets to see."""

import pytest

from core.prompt import Prompt
from tests.fakes.chat import BELLA, MAX, MAX_AND_BELLA, MAYBE_MAX, STRANGER, Chat, jpeg
from tests.fakes.models import BLUE, GOLD, GREEN, RED, REDDISH, Colour, picture


@pytest.fixture
async def taught(chat: Chat) -> Chat:
    """Max, a dog, also called Maxie, and Bella, a cat."""
    await chat.say("remember this is my dog Max, he's 3", MAX)
    await chat.say("remember this is my cat Bella, she's 5", BELLA)
    await chat.say("Max is also called Maxie")
    return chat


def cards_in(prompt: Prompt) -> set[str]:
    """Whose cards the model reads."""
    words = "".join(part for part in prompt.said[-1].parts if isinstance(part, str))
    return {name for name in ("Max", "Bella") if f": {name} (" in words}


@pytest.mark.parametrize(
    "words",
    ["what does MAX want?", "what is Max's ball like?", "what does Maxx want?", "how fast is maxie?",
     "How old is Maxie’s friend?", "tell me, what did Max do", "what do the Maxes like?"],
)  # fmt: skip
async def test_a_name_is_known_in_any_case_with_endings_slips_and_aliases(taught: Chat, words: str) -> None:
    await taught.say("thanks!")
    await taught.say(words)
    assert cards_in(taught.generator.prompts[-1]) == {"Max"}
    assert "is 3 years old" in str(taught.generator.prompts[-1].said[-1].parts)


@pytest.mark.parametrize(
    ("colour", "told"), [(RED, "It looks just like Max."), (REDDISH, "It looks like Max.")], ids=["the same", "alike"]
)
async def test_the_model_is_told_how_alike_who_was_found_is(taught: Chat, colour: Colour, told: str) -> None:
    await taught.say("who is this?", jpeg(picture(colour)))
    assert told in str(taught.generator.prompts[-1].said[-1].parts)


async def test_the_model_reads_a_name_where_an_alias_was_said(taught: Chat) -> None:
    await taught.say("what does maxie like? Is Maxie's ball red?")
    question = taught.generator.prompts[-1].said[-1].parts[-1]
    assert isinstance(question, str)
    assert question.endswith("what does Max like? Is Max's ball red?")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("why is bela afraid?", "why is Bella afraid?"),
        ("is Maxx’s ball at Belas, too?", "is Max’s ball at Bella, too?"),
        ("is Maixe bigger than Bella?", "is Max bigger than Bella?"),
        ("what does MAX like, and his friend?", "what does MAX like, and his friend?"),
    ],
    ids=["a slip", "slips with endings", "a slip in an alias", "no slip"],
)
async def test_the_model_reads_a_name_where_it_was_mistyped(taught: Chat, typed: str, read: str) -> None:
    await taught.say(typed)
    question = taught.generator.prompts[-1].said[-1].parts[-1]
    assert isinstance(question, str)
    assert question.endswith(f"\n\n{read}")


@pytest.mark.parametrize("words", ["who is this?", "what is Max doing?", ""])
async def test_a_photo_brings_those_in_it_and_no_stranger_whatever_is_asked(taught: Chat, words: str) -> None:
    await taught.say(words, jpeg(picture(RED, GOLD)))
    prompt = taught.generator.prompts[-1]
    assert cards_in(prompt) == {"Max"}
    assert "I know nobody like it" in str(prompt.said[-1].parts)


async def test_three_and_more_are_named_as_many_as_are_there(taught: Chat) -> None:
    await taught.say("this is my bird Rex", jpeg(picture(GREEN)))
    await taught.say("this is my fish Tom", STRANGER)
    reply = await taught.say("who are they?", jpeg(picture(RED, GREEN, BLUE, GOLD, size=480)))
    assert all(name in reply.text for name in ("Max", "Bella", "Rex", "Tom"))


async def test_a_name_that_comes_only_in_a_later_turn_is_retrieved_then(taught: Chat) -> None:
    await taught.say("who is this?", MAX)
    assert cards_in(taught.generator.prompts[-1]) == {"Max"}
    await taught.say("is he bigger than Bella?")
    prompt = taught.generator.prompts[-1]
    assert cards_in(prompt) == {"Max", "Bella"}
    assert [said.parts for said in prompt.said][-3] == ("who is this?",)  # and the last turn is there


@pytest.mark.parametrize("words", ["what is Max doing?", "and what is he doing?", "where is Max in the photo?"])
async def test_what_somebody_does_is_looked_up_in_the_photo_that_shows_them(taught: Chat, words: str) -> None:
    await taught.say("who is this?", MAX)
    await taught.say(words)
    assert len(taught.generator.prompts[-1].pictures) == 3


@pytest.mark.parametrize("words", ["what is Bella doing?", "what does Max want?"])
async def test_a_photo_that_does_not_answer_stays_out_of_the_question(taught: Chat, words: str) -> None:
    await taught.say("who is this?", MAX)
    await taught.say(words)
    assert taught.generator.prompts[-1].pictures == ()


async def test_each_of_several_photos_is_looked_at_and_those_in_it_are_named(taught: Chat) -> None:
    reply = await taught.say("who is this?", MAX, BELLA, STRANGER, MAX_AND_BELLA)
    first, *others = reply.text.rsplit("\n", 3)
    assert first.startswith("Photo 1: I read: ")
    assert others == ["Photo 2: Bella", "Photo 3: nobody I know", "Photo 4: Max and Bella"]


async def test_what_is_known_of_those_in_the_further_photos_can_be_told_too(taught: Chat) -> None:
    await taught.say("who of them is older?", MAX, BELLA)
    prompt = taught.generator.prompts[-1]
    assert cards_in(prompt) == {"Max", "Bella"}
    assert len(prompt.pictures) == 3  # the first photo, and the reference and crop of the one in it


async def test_the_cards_of_further_photos_go_first_where_the_model_has_no_room(taught: Chat) -> None:
    taught.generator.context = 480
    reply = await taught.say("who is this?", MAX, BELLA)
    assert cards_in(taught.generator.prompts[-1]) == {"Max"}
    assert "Photo 2: Bella" in reply.text


async def test_a_doubt_about_a_further_photo_is_told_and_one_about_the_first_is_asked(taught: Chat) -> None:
    assert "Photo 2: maybe Max" in (await taught.say("who is this?", BELLA, MAYBE_MAX)).text
    reply = await taught.say("who is this?", MAYBE_MAX, BELLA)
    assert reply.text == "Photo 1: I'm not sure. Is this Max?\nPhoto 2: Bella"
    assert reply.choices
    assert "Max" in (await taught.say("yes")).text


async def test_boxes_come_on_request_for_this_photo_or_the_last(taught: Chat) -> None:
    shown = await taught.say("/show", jpeg(picture(RED, BLUE)))
    again = await taught.say("show me")
    assert shown.text == again.text == "Here is what I see. 1: Max, 2: Bella"
    assert shown.pictures == again.pictures


@pytest.mark.parametrize("words", ["why?", "/why", "why do you think so?"])
async def test_why_tells_candidate_similarity_reference_and_verdict(taught: Chat, words: str) -> None:
    await taught.say("who is this?", jpeg(picture(RED, GOLD)))
    reply = await taught.say(words)
    assert "1.00 like Max, so I was sure" in reply.text
    assert "so I took it for a stranger" in reply.text
    (card, _) = await taught.cards()
    assert card.looks[0].crop.jpeg in [picture.jpeg for picture in reply.pictures]


async def test_the_model_is_told_the_last_questions_again_and_nothing_of_what_was_taught(taught: Chat) -> None:
    for words in ("who is Bella's friend?", "how old is Max?", "Max is afraid of thunder", "what does Max like?"):
        await taught.say(words)
    await taught.say("and Bella?")
    told = [said.parts[0] for said in taught.generator.prompts[-1].said if said.role == "user"][:-1]
    assert told == ["who is Bella's friend?", "what does Max like?"], (
        "of Max something was told since he was asked about"
    )
