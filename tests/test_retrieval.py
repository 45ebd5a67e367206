"""Who is in a photo: verdicts, negative looks, and who gets which region."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from core.concepts import Candidate, Concept, Likeness, Reason, Verdict
from core.paths.ask import Retrieved, seen_in
from core.photos import Box, photo_of
from core.ports import Thresholds
from core.retrieval import Region, believed, centre_of, doubted, judge, likeness, sight_of
from tests.fakes.models import RED, picture

LIMITS = Thresholds(sure=0.8, maybe=0.6, margin=0.05)
PHOTO = photo_of(picture(RED))
MAX, BELLA = Concept(uuid4(), "Max"), Concept(uuid4(), "Bella")


def near(concept: Concept, similarity: float, against: float = -1.0) -> Candidate:
    return Candidate(concept.id, similarity, against, UUID(int=1))


def region(left: int, *candidates: Candidate, proposed: bool = True) -> Region:
    return Region(Box(left, 0, left + 10, 10), PHOTO, (1.0,), candidates, proposed)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        pytest.param([near(MAX, 0.9)], [Verdict.SURE], id="near enough is sure"),
        pytest.param([near(MAX, 0.8)], [Verdict.SURE], id="just near enough is sure"),
        pytest.param([near(MAX, 0.7)], [Verdict.MAYBE], id="in between is a maybe"),
        pytest.param([near(MAX, 0.5)], [], id="far is a stranger"),
        pytest.param([], [], id="an empty memory knows nobody"),
        pytest.param([near(MAX, 0.9), near(BELLA, 0.88)], [Verdict.MAYBE] * 2, id="two as near are both maybes"),
        pytest.param([near(MAX, 0.9), near(BELLA, 0.84)], [Verdict.SURE, Verdict.MAYBE], id="a clear lead is sure"),
        pytest.param([near(MAX, 0.95, against=0.95)], [], id="what was said not to be Max is not Max"),
        pytest.param([near(MAX, 0.95, against=0.92)], [], id="what is close to a no is not Max either"),
        pytest.param([near(MAX, 0.95, against=0.7)], [Verdict.SURE], id="a no to something else changes nothing"),
        pytest.param([near(MAX, 0.9, 0.9), near(BELLA, 0.88)], [Verdict.SURE], id="a no leaves the lead to the next"),
    ],
)
def test_verdicts(candidates: list[Candidate], expected: list[Verdict]) -> None:
    assert [verdict for _, verdict in judge(candidates, LIMITS)] == expected


@pytest.mark.parametrize(
    ("similarity", "told"),
    [
        pytest.param(0.79, None, id="below sure, nothing is said"),
        pytest.param(0.8, Likeness.LIKE, id="sure: alike"),
        pytest.param(0.9, Likeness.JUST_LIKE, id="certain: just alike"),
    ],
)
def test_a_likeness_is_told_in_the_terms_of_the_encoder(similarity: float, told: Likeness | None) -> None:
    assert likeness(similarity, replace(LIMITS, certain=0.9)) is told


def test_nothing_is_told_of_an_encoder_whose_look_alikes_nobody_measured() -> None:
    assert likeness(0.99, LIMITS) is None


def test_each_concept_gets_the_region_that_is_most_like_it() -> None:
    regions = [region(0, near(MAX, 0.82)), region(20, near(MAX, 0.95), near(BELLA, 0.85))]
    sight = sight_of(PHOTO, regions, [MAX, BELLA], LIMITS)
    assert [(m.concept.name, m.region) for m in sight.matches] == [("Max", regions[1].box)]
    assert [r.box for r in sight.strangers] == [regions[0].box]


def test_finds_as_many_as_are_there() -> None:
    concepts = [Concept(uuid4(), f"number {n}") for n in range(6)]
    regions = [region(20 * n, near(concept, 0.9)) for n, concept in enumerate(concepts)]
    assert len(sight_of(PHOTO, regions, concepts, LIMITS).matches) == 6


def test_the_whole_photo_speaks_only_where_no_region_did() -> None:
    whole = region(100, near(MAX, 0.99), proposed=False)
    by_region = sight_of(PHOTO, [region(0, near(MAX, 0.85)), whole], [MAX], LIMITS)
    assert [m.reason for m in by_region.matches] == [Reason.REGION]
    alone = sight_of(PHOTO, [whole], [MAX], LIMITS)
    assert [m.reason for m in alone.matches] == [Reason.WHOLE]


def test_a_doubtful_whole_photo_says_nothing_beside_proposed_regions() -> None:
    sight = sight_of(PHOTO, [region(0), region(100, near(MAX, 0.7), proposed=False)], [MAX], LIMITS)
    assert not sight.matches


def test_where_nothing_was_found_the_whole_photo_is_the_stranger() -> None:
    whole, centre = Region(PHOTO.box, PHOTO, (1.0,), (near(MAX, 0.5),), False), region(0, proposed=False)
    assert sight_of(PHOTO, [whole, centre], [MAX], LIMITS).strangers == (whole,)
    assert not sight_of(PHOTO, [whole, region(0, near(MAX, 0.9), proposed=False)], [MAX], LIMITS).strangers
    assert sight_of(PHOTO, [region(0), whole], [MAX], LIMITS).strangers == (region(0),)


def test_a_whole_photo_that_is_the_stranger_is_kept_with_the_turn() -> None:
    whole = Region(PHOTO.box, PHOTO, (1.0,), (near(MAX, 0.5),), False)
    sight = sight_of(PHOTO, [whole, region(0, proposed=False)], [MAX], LIMITS)
    (seen,) = seen_in(Retrieved(PHOTO, sight, (), (whole.crop,)))
    assert (seen.box, seen.verdict, seen.concept) == (PHOTO.box, Verdict.STRANGER, MAX.id)


def test_a_concept_that_is_gone_is_not_found() -> None:
    assert not sight_of(PHOTO, [region(0, near(MAX, 0.9))], [BELLA], LIMITS).matches


def test_the_centre_is_inside_and_not_empty() -> None:
    assert centre_of(Box(0, 0, 100, 50)) == Box(20, 10, 80, 40)
    assert centre_of(Box(0, 0, 1, 1)).area == 1


def test_a_maybe_who_is_said_to_be_there_is_sure() -> None:
    sight = sight_of(PHOTO, [region(0, near(MAX, 0.7)), region(20, near(BELLA, 0.7))], [MAX, BELLA], LIMITS)
    seen = believed(sight, [MAX], LIMITS)
    assert {m.concept.name: m.verdict for m in seen.matches} == {"Max": Verdict.SURE, "Bella": Verdict.MAYBE}


@pytest.mark.parametrize(
    ("candidates", "found"),
    [
        pytest.param([near(MAX, 0.5)], True, id="a little too far"),
        pytest.param([near(MAX, 0.3)], False, id="nothing like him"),
        pytest.param([near(BELLA, 0.55), near(MAX, 0.5)], False, id="more like somebody else"),
        pytest.param([near(MAX, 0.5, against=0.5)], False, id="was said not to be him"),
        pytest.param([], False, id="like nobody"),
    ],
)
def test_a_stranger_may_be_who_is_said_to_be_there(candidates: list[Candidate], found: bool) -> None:
    other = region(20, near(BELLA, 0.2))
    sight = sight_of(PHOTO, [region(0, *candidates), other], [MAX, BELLA], LIMITS)
    seen = believed(sight, [MAX], LIMITS)
    assert [m.concept.name for m in seen.matches] == (["Max"] if found else [])
    assert (other in seen.strangers, len(seen.strangers)) == (True, 1 if found else 2)


@pytest.mark.parametrize(("similarity", "found"), [(0.35, True), (0.25, False)])
def test_one_who_is_said_to_be_there_is_looked_for_down_to_the_limit_measured_for_it(
    similarity: float, found: bool
) -> None:
    sight = sight_of(PHOTO, [region(0, near(MAX, similarity))], [MAX], LIMITS)
    assert bool(believed(sight, [MAX], replace(LIMITS, told=0.3)).matches) is found


@pytest.mark.parametrize(("similarity", "found"), [(0.86, True), (0.84, False)])
def test_of_whom_it_is_asked_whether_he_is_there_it_takes_more_than_being_like_him(
    similarity: float, found: bool
) -> None:
    both = [region(0, near(MAX, similarity)), region(20, near(BELLA, 0.84))]
    sight = sight_of(PHOTO, both, [MAX, BELLA], LIMITS)
    seen = doubted(sight, [MAX], replace(LIMITS, same=0.85))
    assert {m.concept.name for m in seen.matches} == ({"Max", "Bella"} if found else {"Bella"})
    assert seen.strangers == (() if found else (both[0],))
    assert doubted(sight, [MAX], LIMITS) == sight, "where nobody measured it, what is sure is sure"


def test_nobody_is_missed_who_was_seen_or_not_spoken_of() -> None:
    sight = sight_of(PHOTO, [region(0, near(MAX, 0.9)), region(20, near(MAX, 0.55))], [MAX, BELLA], LIMITS)
    assert believed(sight, [MAX], LIMITS) == sight == believed(sight, [], LIMITS)
