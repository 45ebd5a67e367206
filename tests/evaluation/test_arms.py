"""Every arm asks the same, and differs from ours in exactly what it says."""

from dataclasses import replace
from random import Random

import pytest

from core.concepts import memory_of
from core.ports import Ports
from core.prompt import Prompt
from tests.evaluation.doubles import ListeningGenerator, small_ports
from trainer.evaluation.arms import NO_MEMORY, NO_PICTURES, ORACLE, OURS, PAPER, Arm
from trainer.evaluation.asking import Result, answer
from trainer.evaluation.cases import Case, captions_of, doing, stranger, wrong_reference
from trainer.evaluation.teaching import Memory, teach_by_talking
from trainer.evaluation.worlds import draw_members


class Friends:
    """Three members, taught; and somebody who asks about them."""

    def __init__(self, ports: Ports, generator: ListeningGenerator, memory: Memory) -> None:
        self.ports, self.generator, self.memory = ports, generator, memory

    async def ask(self, arm: Arm, case: Case) -> tuple[Result, Prompt]:
        self.generator.prompts.clear()
        result = await answer(self.ports, arm, case, self.memory, seed=1)
        return result, self.generator.prompts[-1]


@pytest.fixture
async def friends() -> Friends:
    ports, generator = small_ports(boxes=())
    memory, _ = await teach_by_talking(ports, "anna", draw_members(Random(1), 3), Random(2))
    return Friends(ports, generator, memory)


async def test_the_oracle_shows_a_card_of_everybody_who_is_there_and_of_nobody_else(friends: Friends) -> None:
    case = await captions_of(2)(Random(3), friends.memory.members)
    await friends.ask(ORACLE, case)
    for place, name in enumerate(friends.memory.names):
        assert (name in friends.generator.heard) == (case.shot is not None and place in case.shot.who)


async def test_the_oracle_knows_a_stranger_for_one(friends: Friends) -> None:
    result, _ = await friends.ask(ORACLE, await stranger(Random(3), friends.memory.members))
    assert result.score is False
    assert "There are no cards" in friends.generator.heard


async def test_a_wrong_reference_lies_beside_the_stranger_whatever_the_eyes_say(friends: Friends) -> None:
    case = await wrong_reference(Random(4), friends.memory.members)
    assert case.pretended is not None
    told = friends.memory.names[case.pretended[0] or 0]
    for arm in (OURS, PAPER):
        result, prompt = await friends.ask(arm, case)
        assert told in friends.generator.heard
        assert result.score is True  # the generator reads the card aloud: the name was said
        assert len(prompt.pictures) > 1


async def test_who_is_told_the_truth_is_sure_of_it_and_who_is_told_something_else_has_to_look(friends: Friends) -> None:
    await friends.ask(ORACLE, await captions_of(1)(Random(3), friends.memory.members))
    assert "just like" in friends.generator.heard
    await friends.ask(OURS, await wrong_reference(Random(4), friends.memory.members))
    assert "It looks like" in friends.generator.heard
    assert "just like" not in friends.generator.heard


async def test_no_memory_has_no_cards(friends: Friends) -> None:
    await friends.ask(NO_MEMORY, await captions_of(1)(Random(3), friends.memory.members))
    assert "There are no cards" in friends.generator.heard


async def test_without_pictures_no_look_reaches_the_prompt(friends: Friends) -> None:
    case = await doing(Random(3), friends.memory.members)
    covers = await friends.ports.concepts.covers(memory_of(friends.memory.owner))
    looks = {look.crop.sha256 for look in covers.values()}
    assert not NO_PICTURES.pictures
    _, ours = await friends.ask(ORACLE, case)
    _, bare = await friends.ask(replace(ORACLE, pictures=False), case)
    assert looks & {picture.sha256 for picture in ours.pictures}
    assert not looks & {picture.sha256 for picture in bare.pictures}


async def test_one_question_leaves_nothing_behind_for_the_next(friends: Friends) -> None:
    case = await captions_of(1)(Random(3), friends.memory.members)
    _, first = await friends.ask(OURS, case)
    _, again = await friends.ask(OURS, case)
    assert first == again
