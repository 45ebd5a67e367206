"""The paper's rules are written down once more here, so that what ours is compared with is really the paper's."""

import io
from uuid import UUID

from PIL import Image

from core.concepts import Candidate, Concept, Fact, Look, Statement, memory_of
from core.photos import Box, Photo, photo_of
from core.ports import Lesson, Ports
from core.prompt import Known
from core.turns import now
from tests.evaluation.doubles import small_ports
from trainer.evaluation.paper_rules import Hit, our_prompt, paper_talk, ranked, retrieve
from trainer.evaluation.talking import Words
from trainer.paper_prompt import Exchange, paper_prompt

BOX = Box(0, 0, 8, 8)
RED, BLUE, GREEN = "#dc2828", "#283cdc", "#28a03c"
ANNA = memory_of("anna")


def picture(*colours: str) -> Photo:
    image = Image.new("RGB", (120, 60), "white")
    for place, colour in enumerate(colours):
        image.paste(colour, (place * 60, 0, place * 60 + 60, 60))
    return photo_of(image)


def hit(concept: int, similarity: float) -> Hit:
    return Hit(Candidate(UUID(int=concept), similarity, -1.0, UUID(int=0)), BOX, Photo(b"crop", 8, 8))


async def teach(ports: Ports, name: str, colour: str) -> None:
    look = picture(colour, colour)
    vectors = await ports.encoder.photos([look])
    lesson = Lesson(name, "dog", (Statement("likes", "loves cheese"),), (Look(look, vectors[0]),))
    await ports.concepts.teach(ANNA, ports.encoder.name, lesson)


def test_the_nearest_of_all_crops_fill_up_to_two_without_doubles_and_without_a_threshold() -> None:
    hits = [hit(1, 0.2), hit(2, 0.9), hit(2, 0.8), hit(3, 0.1)]
    assert list(ranked((), hits)) == [UUID(int=2), UUID(int=1)]


def test_named_concepts_come_first_and_without_limit() -> None:
    named = [UUID(int=7), UUID(int=8), UUID(int=9)]
    assert list(ranked(named, [hit(1, 0.99)])) == named
    assert list(ranked(named[:1], [hit(1, 0.99), hit(2, 0.98)])) == [UUID(int=7), UUID(int=1)]


def test_who_is_named_and_seen_has_the_nearest_crop() -> None:
    found = ranked([UUID(int=2), UUID(int=7)], [hit(1, 0.99), hit(2, 0.7), hit(2, 0.8)])
    assert found == {UUID(int=2): hit(2, 0.8), UUID(int=7): None}


async def test_a_silent_detector_retrieves_nothing() -> None:
    ports, _ = small_ports(boxes=())
    await teach(ports, "Max", RED)
    assert await retrieve(picture(RED, RED), "who is this", ANNA, ports) == []


async def test_a_stranger_is_given_the_two_nearest_all_the_same() -> None:
    ports, _ = small_ports(boxes=None)
    for name, colour in (("Max", RED), ("Bella", BLUE), ("Mo", GREEN)):
        await teach(ports, name, colour)
    found = await retrieve(picture("#000000", "#000000"), "who is this", ANNA, ports)
    assert len(found) == 2


async def test_a_name_is_found_by_its_letters_in_brackets_only() -> None:
    ports, _ = small_ports()
    await teach(ports, "Max", RED)
    for words, count in (("what does <Max> like", 1), ("what does <max> like", 0), ("what does Max like", 0)):
        assert len(await retrieve(None, words, ANNA, ports)) == count


def test_the_prompt_has_the_photo_first_then_the_bracketed_list_then_the_words() -> None:
    photo, reference = Photo(b"photo", 9, 9), Photo(b"reference", 9, 9)
    age = Fact(UUID(int=5), "age", "is 3 years old", now())
    known = Known(Concept(UUID(int=1), "Max", "dog", facts=(age,)), reference)
    (said,) = paper_prompt([known], photo, [], "Is <Max> here?").said
    assert said.role == "user"
    info = "Name: <Max>, Info: <Max> is 3 years old.\n"
    assert said.parts == (photo, "\n[", "1. ", reference, info, "]", "Is <Max> here?")


def test_nothing_retrieved_leaves_an_empty_bracket_and_a_text_question_has_none() -> None:
    photo = Photo(b"photo", 9, 9)
    assert paper_prompt([], photo, [], "who?").said[0].parts == (photo, "\n[", "]", "who?")
    assert paper_prompt([], None, [], "who?").said[0].parts == ("who?",)


def test_our_prompt_has_no_brackets_around_names() -> None:
    prompt = our_prompt([], None, [Exchange("Is <Max> here?", "No.")], "and <Bella>?")
    words = " ".join(part for said in prompt.said for part in said.parts if isinstance(part, str))
    assert "and Bella?" in words
    assert "Is Max here?" in words


async def test_a_later_turn_retrieves_nothing() -> None:
    ports, generator = small_ports(boxes=None)
    for name, colour in (("Max", RED), ("Bella", BLUE), ("Mo", GREEN)):
        await teach(ports, name, colour)
    out = io.BytesIO()
    Image.open(io.BytesIO(picture(RED, BLUE).jpeg)).save(out, "JPEG")
    said = [Words("who is this?", out.getvalue()), Words("and what does Mo like?")]
    await paper_talk(ports, "anna", said, paper_prompt)
    first, second = generator.prompts
    assert len(first.pictures) == len(second.pictures) == 3
    assert generator.heard == "and what does <Mo> like?"
    assert not any("Name: <Mo>" in part for one in second.said for part in one.parts if isinstance(part, str))
