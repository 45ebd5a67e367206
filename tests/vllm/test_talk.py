"""A conversation on the pocket models with the voice behind vLLM: the same words as with the voice in this process."""

from itertools import count

import pytest

from core.adapters.detection import TransformersDetector, load_detector
from core.adapters.in_process import TransformersGenerator
from core.adapters.open_clip import OpenClipEncoder, load_encoder
from core.adapters.vllm import VllmGenerator
from core.conversation import SORRY, Conversation
from core.messages import Message, Reply
from core.photos import Photo
from core.ports import Generator, Ports
from tests.fakes.history import FakeHistory
from tests.fakes.people import fake_stores
from trainer.scenes import Shard, draw_shard

pytestmark = pytest.mark.vllm


class Chat:
    """Somebody's chat with one Familiar."""

    def __init__(self, eyes: tuple[OpenClipEncoder, TransformersDetector], generator: Generator) -> None:
        encoder, detector = eyes
        self._conversation = Conversation(Ports(encoder, detector, generator, *fake_stores(FakeHistory())))
        self._updates = count()

    async def say(self, text: str, *photos: Photo) -> Reply:
        message = Message("web", str(next(self._updates)), "web:anna", "web:anna", text, tuple(p.jpeg for p in photos))
        return [reply async for reply in self._conversation.handle(message)][-1]


@pytest.fixture(scope="module")
def eyes() -> tuple[OpenClipEncoder, TransformersDetector]:
    return load_encoder("local-dir:models/pocket/encoder"), load_detector("models/pocket/detector")


@pytest.fixture(scope="module")
def shard() -> Shard:
    """Scenes of beings that no model has seen."""
    return draw_shard(seed=5, count=60, split="test")


@pytest.fixture
def chats(
    eyes: tuple[OpenClipEncoder, TransformersDetector], generator: VllmGenerator, in_process: TransformersGenerator
) -> tuple[Chat, Chat]:
    """The same person with a Familiar on vLLM, and with one in process."""
    return Chat(eyes, generator), Chat(eyes, in_process)


def photos_of_one(shard: Shard) -> tuple[str, Photo, Photo]:
    """A kind of being, and two photos with one such being in them and nobody else."""
    for views in shard.views:
        alone = [shard.scenes[scene] for scene, _ in views if len(shard.scenes[scene].seen) == 1]
        if len(alone) > 1:
            return alone[0].seen[0].kind, alone[0].photo, alone[1].photo
    raise AssertionError("draw more scenes")


async def test_teaches_asks_and_follows_up_in_the_same_words_as_in_process(
    chats: tuple[Chat, Chat], shard: Shard
) -> None:
    kind, taught, other = photos_of_one(shard)
    stranger = next(
        scene.photo for scene in shard.scenes if len(scene.seen) == 1 and scene.photo not in (taught, other)
    )
    served, local = chats
    for text, photos in (
        (f"remember, this is my {kind} Biscuit", (taught,)),
        ("Biscuit loves tennis balls", ()),
        ("who is this?", (other,)),
        ("what does Biscuit love?", ()),
        ("and who is this?", (stranger,)),
    ):
        here, there = await local.say(text, *photos), await served.say(text, *photos)
        assert there.text == here.text
        assert there.text not in ("", SORRY)
        assert [choice.label for choice in there.choices] == [choice.label for choice in here.choices]
