"""How people ask: something to begin with, the question, something to end with.

One such wording in five is kept for the test split and never trained on: "So, who is this?" may be asked of the model
that was taught "Who is this?" and "So, who are they?". {name} and {other} are names, {thing} is an object.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Final

from trainer.world import Split

_TEST_SHARE = 5
_BARE = 0.65  # of the wordings have nothing before the question, and as many nothing behind it
_BEFORE: Final = (
    *(
        "Hey, ",
        "So, ",
        "Please tell me, ",
        "Hi! ",
        "Okay. ",
        "One more question. ",
        "I wonder: ",
        "And now, ",
        "Well, ",
    ),
    *("Tell me: ", "Do you know it? ", "I forgot. ", "Quick one: ", "My turn: ", "Hello Familiar, ", "Now: ", "🙂 "),
)
_BEHIND: Final = (
    *(" Please.", " Thanks!", " Thank you.", " I'd like to know.", " Just curious.", " 🙂", " Any idea?", " Go on."),
    *(" Be short.", " What do you think?", " Tell me."),
)

_ASKED: Final = {
    "who": """Who is this?|who's this?|Who do you see?|Who is in the photo?|Who is in this picture?|who is
        that|Do you know who this is?|Tell me who this is.|Name everyone you know here.|Who are they?|Do
        you recognise anybody?|Who's that in the photo?|Which of my friends is this?|Recognise anyone?|Say
        who is there.""",
    "is": """Is this {name}?|Is that {name}?|Is {name} in the photo?|Is {name} in this picture?|Can you see
        {name}?|Do you see {name} here?|is {name} here|Does this photo show {name}?|Is {name} there?|Is it
        {name}?|This is {name}, right?|Can you find {name}?|Have you spotted {name}?|is that really
        {name}?""",
    "caption": """What do you see?|Describe the photo.|What is happening here?|Write a caption.|Caption this
        photo.|What's going on?|What is in this picture?|Tell me what you see.|Describe this picture.|What
        does the photo show?|Give me a short caption.|what is going on in this photo""",
    "describe": """Describe the photo in detail.|Tell me everything about this photo.|Describe it at length.|Tell me
        more about this picture.|Give me a long description.|Describe who is there and what you know.|Say
        all you can about this photo.""",
    "doing": """What is {name} doing?|What's {name} doing?|what is {name} up to|What does {name} do here?|Tell me
        what {name} is doing.|What is {name} doing in this photo?|And what is {name} doing?|What's {name}
        up to?|and {name}, what is it doing?|Can you tell what {name} is doing?""",
    "doing it": """What is it doing?|What is he doing?|What is she doing?|And what is she doing?|And what is he
        doing?|What's it doing?|and what is it doing here?|what are they doing?|What is this one
        doing?|Tell me what it is doing.""",
    "where": """Where is {name}?|where's {name}|Where was this photo of {name} taken?|Tell me where {name} is.|In
        which place is {name}?|Where do you see {name}?|And where is {name}?|Where is {name} in this
        photo?|What place is {name} at?|Where has {name} been?""",
    "where it": """Where is this?|Where was this taken?|Where is it?|Where is he?|Where is she?|And where is
        that?|What place is this?|where was the photo taken|Which place is it?|And where are they?""",
    "side": """Is {name} left or right of {other}?|Is {name} to the left or to the right of {other}?|On which
        side of {other} is {name}?|Where is {name}, seen from {other}?|Is {name} on the left or on the
        right of {other}?|{name} is on which side of {other}?""",
    "edge": """Who is on the {side}?|Who is on the far {side}?|Who is furthest to the {side}?|Who is {side}most?|Name
        the one on the {side}.|who is standing {side}""",
    "count": """How many are there?|How many do you see?|How many beings are in the photo?|Count them.|How many
        can you count?|how many are in the picture?""",
    "object": """Is there {thing} in the photo?|Do you see {thing}?|Is {thing} in the picture?|Can you see
        {thing}?|Does the photo show {thing}?|Is there {thing} here?""",
    "looks": """What does {name} look like?|Describe how {name} looks.|How does {name} look?|What colour is
        {name}?|Tell me how {name} looks.|What are the colours of {name}?""",
    "about": """Tell me about {name}.|What do you know about {name}?|Who is {name}?|What can you tell me about
        {name}?|Say something about {name}.|Do you know {name}?|tell me all about {name}|What did I tell
        you about {name}?|What have you learnt about {name}?""",
    "older": """Who is older, {name} or {other}?|Which one is older, {name} or {other}?|Is {name} or {other}
        older?|who's older: {name} or {other}|Of {name} and {other}, who is the older one?|Tell me who is
        older, {name} or {other}.""",
    "older than": """Is {name} older than {other}?|is {name} older than {other}|Is {name} the older one, or is it
        {other}?|Is it true that {name} is older than {other}?|So {name} is older than {other}?|Would you say
        {name} is older than {other}?""",
    "oldest": """Who is the oldest?|Which of them is the oldest?|Which of mine is oldest?|Who of them is
        oldest?|who is the oldest one|Tell me the oldest.""",
    "nobody": """Is {name} here?|What does {name} like?|Who is {name}?|Tell me about {name}.|What do you know about
        {name}?|Where is {name}?|How old is {name}?|Can you see {name}?|What is {name} doing?""",
}

_TOPICS: Final = {
    "age": ("How old is {name}?", "What age is {name}?", "What is {name}'s age?"),
    "likes": ("What does {name} like?", "What does {name} love?", "What is {name} fond of?"),
    "fears": ("What is {name} afraid of?", "What does {name} fear?", "What scares {name}?"),
    "birthday": ("When was {name} born?", "When is {name}'s birthday?", "What is the birthday of {name}?"),
    "relation": ("Whose relative is {name}?", "How is {name} related to others?", "Who is related to {him}?"),
    "food": ("What does {name} eat?", "What is {name}'s food?", "What should I feed {him}?"),
    "home": ("Where does {name} live?", "Where is {name}'s home?", "In which city does {name} live?"),
    "habit": ("What is {name}'s habit?", "What habits does {name} have?", "What does {name} always do?"),
    "nickname": ("What is {name}'s nickname?", "What is {name} called by Grandma?", "Does {name} have a nickname?"),
    "job": ("What would {name} like to be?", "What is {name}'s dream job?", "What job does {name} want?"),
    "origin": ("Where did {name} come from?", "Who gave {him} to me?", "From whom was {name} a present?"),
    "birthplace": ("Where was {name} born?", "In which city was {name} born?", "What is {name}'s place of birth?"),
    "dislikes": ("What does {name} hate?", "What does {name} dislike?", "What doesn't {name} like?"),
    "allergy": ("What is {name} allergic to?", "Which allergy does {name} have?", "What must {name} not eat?"),
    "toy": ("What is {name}'s favourite toy?", "Which toy does {name} like best?", "What does {name} play with?"),
    "breed": ("What breed is {name}?", "Which breed is {name}?", "What is the breed of {name}?"),
    "weight": ("How much does {name} weigh?", "What does {name} weigh?", "How heavy is {name}?"),
}
# What is said when nothing is known: "I don't know what Max likes yet."
UNKNOWN: Final = {
    "age": "how old {name} is",
    "likes": "what {name} likes",
    "fears": "what {name} is afraid of",
    "birthday": "when {name} was born",
    "relation": "whose relative {name} is",
    "food": "what {name} eats",
    "home": "where {name} lives",
    "habit": "what habits {name} has",
    "nickname": "what nickname {name} has",
    "job": "what {name} would like to be",
    "origin": "where {name} came from",
    "birthplace": "where {name} was born",
    "dislikes": "what {name} hates",
    "allergy": "what {name} is allergic to",
    "toy": "which toy {name} likes best",
    "breed": "what breed {name} is",
    "weight": "how much {name} weighs",
}
_WHETHER: Final = {
    "likes": ("Does {name} like {thing}?", "Does {name} love {thing}?", "Does {name} enjoy {thing}?"),
    "fears": ("Is {name} afraid of {thing}?", "Is {name} scared of {thing}?", "Does {name} fear {thing}?"),
    "dislikes": ("Does {name} hate {thing}?", "Does {name} dislike {thing}?"),
    "food": ("Does {name} eat {thing}?", "Can {name} eat {thing}?", "Does {name} eat only {thing}?"),
    "allergy": ("Is {name} allergic to {thing}?",),
    "home": ("Does {name} live in {thing}?", "Is {name} living in {thing}?"),
    "birthplace": ("Was {name} born in {thing}?",),
    "birthday": ("Was {name} born on {thing}?", "Is {name} born on {thing}?"),
    "breed": ("Is {name} a {thing}?",),
    "weight": ("Does {name} weigh {thing}?",),
}
WHETHER: Final = tuple(_WHETHER)  # topics of which one can ask whether something is so
_IT: Final = (("he", "him"), ("she", "her"), ("it", "it")) * 2 + (("this one", "this one"),)


def ask(rng: Random, kind: str, split: Split, **filling: str) -> str:
    """One question of the kind."""
    return worded(rng, _questions(kind), split).format(**filling)


def ask_topic(rng: Random, topic: str, split: Split, name: str | None) -> str:
    """A question about a topic, by name, or by "he", "she", "it", "this one" where there is none."""
    return named(rng, worded(rng, _TOPICS[topic], split), name)


def ask_whether(rng: Random, topic: str, split: Split, name: str | None, thing: str) -> tuple[str, str]:
    """Whether something is so, of a topic in `WHETHER`; and its words behind the name, which end with the thing."""
    way = worded(rng, _WHETHER[topic], split)
    words = way.partition("{name} ")[2].partition("{thing}")[0] + thing
    return named(rng, way.replace("{thing}", thing), name), words


def named(rng: Random, way: str, name: str | None) -> str:
    """A way of asking about {name} or {him}, with that name or "he" and "him", "she" and "her", "it", "this one"."""
    if name is None:
        he, him = rng.choice(_IT)
        return way.replace("{name}'s", "its").format(name=he, him=him)
    return way.format(name=name, him=name)


def split_of_wording(way: str) -> Split:
    """The split that a wording belongs to, names left open."""
    digest = hashlib.blake2b(way.replace("{him}", "{name}").encode(), digest_size=8).digest()
    return "test" if int.from_bytes(digest, "big") % _TEST_SHARE == 0 else "train"


def worded(rng: Random, questions: Sequence[str], split: Split) -> str:
    """One of the questions with what may stand around it, such that the whole belongs to the split."""
    while True:
        before = "" if rng.random() < _BARE else rng.choice(_BEFORE)
        behind = "" if rng.random() < _BARE else rng.choice(_BEHIND)
        question = rng.choice(questions)
        if before.endswith((", ", ": ")) and not question.startswith("{"):
            question = question[0].lower() + question[1:]
        if split_of_wording(way := before + question + behind) == split:
            return way


@cache
def _questions(kind: str) -> tuple[str, ...]:
    return tuple(" ".join(way.split()) for way in _ASKED[kind].split("|"))
