"""Curves rank as the store does, and boxes are matched one to one."""

from random import Random
from uuid import UUID

import numpy as np
import pytest

from core.concepts import Concept, Look, Vector, memory_of
from core.photos import Box, Photo
from core.ports import Lesson
from core.retrieval import CANDIDATES, Region
from tests.fakes.store import FakeConcepts
from trainer.evaluation.detecting import Crowds, match_boxes
from trainer.evaluation.seeing import Gallery, best_similarity

ANNA = memory_of("anna")
BLANK = Photo(b"blank", 8, 8)


def some_vectors(rng: Random, count: int) -> list[Vector]:
    drawn = np.asarray([[rng.gauss(0, 1) for _ in range(8)] for _ in range(count)])
    return [tuple(row) for row in (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()]


def region(vector: Vector, *, proposed: bool = True) -> Region:
    return Region(Box(0, 0, 8, 8), BLANK, vector, proposed=proposed)


async def test_a_gallery_finds_whom_the_store_finds_and_as_near() -> None:
    rng, store = Random(1), FakeConcepts()
    taught = [some_vectors(rng, 2) for _ in range(6)]
    for place, looks in enumerate(taught):
        kept = tuple(Look(Photo(b"%d %d" % (place, n), 8, 8), one) for n, one in enumerate(looks))
        await store.teach(ANNA, "eyes", Lesson(str(place), looks=kept))
    names = {concept.id: concept.name for concept in await store.all(ANNA)}
    gallery = Gallery(tuple(Concept(UUID(int=n), str(n)) for n in range(6)), np.asarray(taught))
    asked = some_vectors(rng, 5)
    stored = await store.nearest(ANNA, "eyes", asked, CANDIDATES)
    for ours, theirs in zip(gallery.recognise([region(one) for one in asked]), stored, strict=True):
        assert [str(one.concept.int) for one in ours.candidates] == [names[one.concept] for one in theirs]
        for one, other in zip(ours.candidates, theirs, strict=True):
            assert one.similarity == pytest.approx(other.similarity)


def test_the_whole_photo_speaks_only_where_nothing_was_proposed() -> None:
    gallery = Gallery((Concept(UUID(int=0), "Max"),), np.asarray([[[1.0, 0.0]]]))
    near, far = region((1.0, 0.0), proposed=False), region((0.6, 0.8))
    assert best_similarity(gallery.recognise([far, near])) == pytest.approx(0.6)
    assert best_similarity(gallery.recognise([near])) == pytest.approx(1.0)


def test_two_boxes_on_one_being_are_one_hit_and_one_false_alarm() -> None:
    being, other = Box(0, 0, 100, 100), Box(200, 0, 300, 100)
    found = Crowds()
    match_boxes([being, Box(5, 5, 100, 100)], [being, other], [], found)
    assert found.found == [True, False]
    assert found.proposals == [True, False]


def test_a_proposal_on_scenery_is_told_from_one_on_nothing() -> None:
    found = Crowds()
    match_boxes([Box(0, 0, 50, 50), Box(100, 100, 150, 150)], [Box(300, 0, 350, 50)], [Box(0, 0, 50, 50)], found)
    assert found.scenery == [True, False]
