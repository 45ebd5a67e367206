"""What holds for every text there is."""

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args
from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.concepts import Statement
from core.intents import (
    AddAlias,
    Answer,
    EraseMe,
    Forget,
    Heard,
    Intent,
    Introduce,
    Merge,
    Remember,
    RemoveFact,
    RemoveLook,
    Rename,
    Tell,
    Undo,
    kinds_in,
    names_in,
    read_intent,
    topic_of,
)
from core.photos import Box
from core.turns import IsThis, Pending, SureToErase, SureToForget, WhatName, WhichBeing, WhoInstead

NAMES = ("Max", "Bella", "Mo", "Star", "Will", "李雷", "O'Neil", "Anna-Maria", "Max the Second", "Who")
BOX, ID = Box(0, 0, 10, 10), UUID(int=1)
PENDINGS: tuple[Pending | None, ...] = (
    None,
    WhichBeing("Max", "dog", (), (BOX, Box(20, 0, 30, 10))),
    WhatName("dog", ()),
    IsThis(ID, BOX),
    WhoInstead(ID, BOX),
    SureToForget(ID),
    SureToErase(),
)
# The grammar's own words, so that the texts come near to what it understands.
PIECES = """
    remember this is that's my dog cat friend Max max Bella Mo Star star Will 李雷 O'Neil Maxx he's she his name called not
    no yes and , . ? ! 's ' " “ ” forget delete everything me about rename to merge alias /remember /forget /erase who is
    afraid of thunder loves tennis balls 3 three years old turned photo 2 fact remove undo why show the a an \u202e \u200b
    🐶 🎉 don't any more longer it it's him please can you I am I'm best little beagle von the Second
""".split()
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from([*PIECES, "\n"]), max_size=14).map(" ".join),
)
HEARD = st.builds(
    Heard,
    text=TEXTS,
    photos=st.integers(0, 3),
    choice=st.one_of(st.none(), st.none(), st.none(), TEXTS),
    pending=st.sampled_from(PENDINGS),
    names=st.sampled_from([NAMES, (), ("Max",)]),
    kinds=st.sampled_from([("dog", "cat"), ()]),
    last_subjects=st.sampled_from([(), ("Max",), ("Max", "Bella")]),
)
TYPED = HEARD.filter(lambda heard: heard.choice is None)


def holds_for(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A property of all that is drawn; a busy machine is no failure."""
    return lambda test: settings(deadline=None)(given(*strategies)(test))


TEACHES = re.compile(
    r"remember|r[a-z]{2,8}r|this|th?[a-z]{2,3}|that|these|it|he|she|they|here|meet|my|our|name|call|save|forget|mind|note",
    re.I,
)
DELETES = re.compile(r"f[a-z]{3,6}t|forget|delete|erase|wipe|remove|clear|destroy", re.I)
LETTERS_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def names_of(intent: Intent) -> list[str]:
    """Every name an intent gives somebody or asks for."""
    held = [getattr(intent, f.name) for f in fields(intent) if f.name not in ("question", "words", "kind")]
    single = [value for value in held if isinstance(value, str)]
    return single + [v for value in held if isinstance(value, tuple) for v in value if isinstance(v, str)]


def statements_of(intent: Intent) -> tuple[Statement, ...]:
    return intent.statements if isinstance(intent, Remember | Tell | Answer) else ()


@holds_for(HEARD)
def test_every_text_means_something(heard: Heard) -> None:
    assert isinstance(read_intent(heard), get_args(Intent))


@holds_for(TYPED)
@example(Heard("forgot Max", names=("Max",)))
def test_nothing_is_deleted_without_a_word_that_says_so(heard: Heard) -> None:
    if isinstance(read_intent(heard), Forget | EraseMe | RemoveLook | RemoveFact):
        assert DELETES.search(heard.text) or re.search(r"any\W*more|any longer|no longer|stopped", heard.text, re.I)


@holds_for(TYPED)
def test_nothing_is_taught_without_a_word_that_says_so(heard: Heard) -> None:
    if isinstance(read_intent(heard), Remember):
        assert TEACHES.search(heard.text)


@holds_for(TYPED)
def test_nothing_is_told_of_nobody(heard: Heard) -> None:
    intent = read_intent(heard)
    if isinstance(intent, Tell):
        assert intent.statements
        assert intent.name in (*heard.names, *heard.last_subjects, "me")


@holds_for(TYPED)
def test_one_sentence_with_a_question_mark_tells_nothing(heard: Heard) -> None:
    text = re.sub(r"[.!?\n。！？…]", " ", heard.text).strip() + "?"
    asked = Heard(text, heard.photos, names=heard.names, last_subjects=heard.last_subjects)
    if isinstance(read_intent(asked), Tell | Introduce | Merge | AddAlias):
        assert re.search(r"can you|could you|would you|will you|^/|merge", asked.text, re.I)


@holds_for(HEARD)
@example(Heard("remember this is \u202eMax\u200b", 1))
@example(Heard("remember \x00\x07"))
@example(Heard('this is "\u2066Max\u2069"', 1))
def test_names_and_facts_hold_nothing_that_cannot_be_seen(heard: Heard) -> None:
    intent = read_intent(heard)
    for text in (*names_of(intent), *(s.text for s in statements_of(intent))):
        assert not {unicodedata.category(c) for c in text} & LETTERS_UNSEEN, repr(text)


@holds_for(HEARD)
def test_names_and_facts_are_short_and_not_empty(heard: Heard) -> None:
    intent = read_intent(heard)
    for name in names_of(intent):
        assert name == name.strip() != ""
    for statement in statements_of(intent):
        assert 0 < len(statement.text) <= 300
        assert (statement.topic, statement.single) == topic_of(statement.text) or statement.topic in (
            "owner",
            "relation",
        )


@holds_for(TYPED, st.sampled_from([" ", "\n", "\t ", "  \n"]))
def test_space_around_the_words_means_nothing(heard: Heard, space: str) -> None:
    padded = Heard(
        space + heard.text + space, heard.photos, None, heard.pending, heard.names, heard.kinds, heard.last_subjects
    )
    assert read_intent(padded) == read_intent(heard)


@holds_for(HEARD)
def test_the_same_words_always_mean_the_same(heard: Heard) -> None:
    assert read_intent(heard) == read_intent(heard)


@holds_for(st.text(alphabet="my dog's is not \n,.\"'a3🐶İß", min_size=200, max_size=1200))
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    read_intent(Heard(text, 1, names=NAMES))
    assert time.process_time() - began < 0.25  # far above what it takes, for a machine that has much else to do


@holds_for(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=8))
def test_only_known_names_and_kinds_are_found(text: str, known: list[str]) -> None:
    assert set(names_in(text, known)) <= set(known)
    assert set(kinds_in(text, known)) <= set(known)


@holds_for(
    st.sampled_from(NAMES),
    st.sampled_from(["what does {} like?", "is {} older than Rex?", "when is {}'s birthday?", "who is {}?"]),
)
def test_a_known_name_is_found_wherever_it_is_written_as_one(name: str, question: str) -> None:
    assert names_in(question.format(name), NAMES) == (name,)


@holds_for(st.sampled_from(PENDINGS[1:]), st.sampled_from(["who is this?", "what does Max like?", "/help", "undo"]))
def test_what_is_no_answer_is_read_as_if_nothing_were_open(pending: Pending, text: str) -> None:
    assert read_intent(Heard(text, pending=pending, names=NAMES)) == read_intent(Heard(text, names=NAMES))


@holds_for(TYPED)
def test_only_a_deed_that_was_asked_for_undoes_or_renames(heard: Heard) -> None:
    intent = read_intent(heard)
    if isinstance(intent, Undo):
        assert re.search(r"undo|back|revert|z", heard.text, re.I)
    if isinstance(intent, Rename):
        assert re.search(r"rename|call|name", heard.text, re.I)
