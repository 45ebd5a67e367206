"""A memory is filled by talking; what the words did not get across is counted and then put right."""

from random import Random

from core.concepts import memory_of
from core.photos import Box
from core.turns import fold
from tests.evaluation.doubles import small_ports
from trainer.evaluation.teaching import closest, draw_looks, teach_by_talking
from trainer.evaluation.worlds import Member, draw_members
from trainer.world import Fact, name_split, split_of


async def test_everybody_is_in_the_store_with_a_look_and_every_fact_afterwards() -> None:
    ports, _ = small_ports()
    members = draw_members(Random(5), 3)
    memory, lessons = await teach_by_talking(ports, "anna", members, Random(6))
    kept = {fold(concept.name): concept for concept in await ports.concepts.all(memory_of("anna"))}
    assert kept.keys() == {fold(member.name) for member in members}
    for member, one in zip(members, memory.ids, strict=True):
        assert kept[fold(member.name)].id == one
        told = " ".join(fact.text for fact in kept[fold(member.name)].facts)
        assert all(fact.thing in told for fact in member.facts)
    assert (lessons.concepts, lessons.facts) == (3, sum(len(member.facts) for member in members))


async def test_a_misheard_lesson_is_counted_and_then_put_right() -> None:
    ports, _ = small_ports()
    (member,) = draw_members(Random(5), 1)
    silent = Member(member.identity, "Undo", (Fact("age", "?!", True, "5 years"),))  # no name, and no sentence
    _, lessons = await teach_by_talking(ports, "anna", [silent], Random(6))
    assert (lessons.concepts_kept, lessons.facts_kept) == (0, 0)
    assert [concept.name for concept in await ports.concepts.all(memory_of("anna"))] == ["Undo"]


async def test_asked_which_being_is_meant_the_right_one_is_pointed_out() -> None:
    ports, _ = small_ports(boxes=None)  # proposes the two halves of every photo
    _, lessons = await teach_by_talking(ports, "anna", draw_members(Random(5), 1), Random(6))
    assert (lessons.asked_which, lessons.concepts_kept) == (1, 1)


async def test_looks_for_the_store_are_one_crop_per_look_and_identity() -> None:
    ports, _ = small_ports()
    identities = [member.identity for member in draw_members(Random(1), 5)]
    looks = await draw_looks(ports, Random(2), identities, each=2)
    assert [len(own) for own in looks] == [2] * 5
    assert len({look.crop.sha256 for own in looks for look in own}) == 10


def test_members_are_of_the_test_split_and_no_two_share_a_word_of_their_names() -> None:
    members = draw_members(Random(1), 40)
    words = [word for member in members for word in member.name.replace("-", " ").casefold().split()]
    assert len(words) == len(set(words))
    assert all(split_of(member.identity) == "test" == name_split(member.name) for member in members)


def test_twins_differ_in_one_trait_and_in_their_names() -> None:
    one, other = draw_members(Random(1), 2, twins=True)
    pairs = zip(one.identity.traits, other.identity.traits, strict=True)
    assert sum(a != b for a, b in pairs) == 1
    assert one.name != other.name


def test_the_closest_box_is_the_one_that_overlaps_most() -> None:
    assert closest([Box(0, 0, 10, 10), Box(8, 8, 20, 20)], Box(7, 7, 19, 19)) == 1
