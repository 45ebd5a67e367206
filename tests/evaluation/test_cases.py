"""What is asked of a memory, and that its truth is the one of the members."""

from dataclasses import replace
from random import Random

import pytest

from core.concepts import memory_of
from tests.evaluation.doubles import small_ports
from trainer.evaluation.cases import at_large, not_so, one_of_many_facts, side, so, untold
from trainer.evaluation.expected import OneOf, Side, Thing, Unknown, Yes, score
from trainer.evaluation.teaching import teach_by_talking
from trainer.evaluation.worlds import Member, draw_members
from trainer.phrasings import WHETHER
from trainer.world import fact
from trainer.world.facts import TOPICS


def test_every_fifth_is_talked_of_a_lot() -> None:
    assert [len(member.facts) for member in draw_members(Random(3), 10)] == [6, 2, 2, 2, 2] * 2


async def test_one_of_six_facts_is_one_of_somebody_of_whom_six_were_told() -> None:
    members = draw_members(Random(3), 10)
    for seed in range(20):
        case = await one_of_many_facts(Random(seed), members)
        (member,) = (one for one in members if one.name in case.said[0].text)
        assert len(member.facts) == 6
        assert isinstance(case.expects, Thing)
        assert case.expects.thing in [told.thing for told in member.facts]


async def test_what_is_so_was_told_and_what_is_not_so_was_told_otherwise() -> None:
    members = draw_members(Random(3), 10)
    for seed in range(30):
        for build, truth in ((so, True), (not_so, False)):
            case = await build(Random(seed), members)
            (member,) = (one for one in members if one.name in case.said[0].text)
            things = [told.thing for told in member.facts if told.topic in WHETHER]
            assert things
            assert any(f" {thing}?" in case.said[0].text for thing in things) == truth
            assert isinstance(case.expects, Yes)
            assert case.expects.truth == truth
            assert case.expects.thing in things


async def test_what_no_card_tells_has_to_be_said_not_to_be_known() -> None:
    members = draw_members(Random(3), 10)
    for build in (untold, at_large):
        case = await build(Random(1), members)
        (name,) = [one.name for one in members if one.name in case.said[0].text] or [""]
        assert case.expects == Unknown(name)
        assert bool(name) == (build is untold)
    assert score(Unknown("Max"), "I don't know that about Max yet.", ["Max"])
    assert not score(Unknown(), "I don't see a photo. Please send me one.", ["Max"])
    assert not score(Unknown(), "Max is running.", ["Max"])


async def test_a_name_that_begins_like_a_fact_does_not_keep_everything_from_being_asked() -> None:
    (member,) = draw_members(Random(3), 1)
    alike = replace(member, name="Sharon", facts=(member.facts[0]._replace(text="loves sharks"),))
    case = await untold(Random(1), [alike])
    assert "Sharon" in case.said[0].text


async def test_a_side_is_asked_of_two_who_stand_apart() -> None:
    members, kinds = draw_members(Random(3), 4), set()
    for seed in range(12):
        case = await side(Random(seed), members)
        assert case.shot is not None
        one, other = (box.left + box.right for box in case.shot.boxes)
        assert abs(one - other) > 0.4 * case.shot.size
        (first, _) = case.shot.who
        assert first is not None
        kinds.add(type(case.expects))
        if isinstance(case.expects, Side):
            assert case.expects.word == ("left" if one < other else "right")
        else:
            assert isinstance(case.expects, OneOf)
            assert case.expects.name == members[first].name
            assert ("left" if one < other else "right") in case.said[0].text
    assert kinds == {Side, OneOf}
    assert score(Side("left"), "Max is left of Bella.", ["Max"])
    assert not score(Side("left"), "Max is right of Bella.", ["Max"])
    assert not score(Side("left"), "Max is left or right of Bella.", ["Max"])


def test_who_tells_what_is_so_instead_says_no() -> None:
    assert score(Yes(False, "cheese"), "I only know that Max loves cheese.", ["Max"])
    assert score(Yes(False, "cheese"), "No, Max hates carrots.", ["Max"])
    assert not score(Yes(False, "cheese"), "Yes, Max loves cheese.", ["Max"])
    assert not score(Yes(False, "cheese"), "Max is running.", ["Max"])
    assert not score(Yes(False, "cheese"), "", ["Max"])
    assert score(Yes(True, "cheese"), "Yes, Max loves cheese.", ["Max"])


def test_who_is_older_is_said_with_the_yes_or_no_that_was_asked_for() -> None:
    assert score(OneOf("Max", "Bella", True), "Yes, Max is older.", ["Max", "Bella"])
    assert not score(OneOf("Max", "Bella", True), "No, Max is older.", ["Max", "Bella"])
    assert score(OneOf("Max", "Bella"), "Max is older.", ["Max", "Bella"])


@pytest.mark.parametrize("topic", TOPICS)
async def test_a_fact_of_any_topic_is_kept_when_it_is_told(topic: str) -> None:
    ports, _ = small_ports()
    (member,) = draw_members(Random(5), 1)
    told = fact(1, "test", topic)
    _, lessons = await teach_by_talking(ports, "anna", [Member(member.identity, "Max", (told,))], Random(6))
    assert (lessons.facts, lessons.facts_kept) == (1, 1)
    (concept,) = await ports.concepts.all(memory_of("anna"))
    assert [one.text.replace('"', "'") for one in concept.facts] == [told.text]
