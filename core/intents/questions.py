"""What is a question, and the requests that always mean one thing: help, why, undo, the gallery, a card."""

import re
from collections.abc import Iterable

from core.intents.kinds import is_kind
from core.intents.mentions import known, names_in, places_in
from core.intents.phrases import Phrases, phrases
from core.intents.shapes import ME, About, Export, Gallery, Heard, Help, Intent, Privacy, Show, Undo, WhatIs, Why
from core.intents.subjects import whom_meant
from core.intents.words import KINDS
from core.turns import fold

_ASKS = re.compile(
    r"""(?:who|what|which|where|when|why|how|whose|whom|(?:who|what|where|when|how|why)(?:'?s|'?re)
        |is|are|was|were|am|do|does|did|can|could|would|should|shall|has|have|had|must|if|whether
        |(?:will|may|might)(?!'s\b|\s+(?:is|was|has|loves|likes|hates|turned|lives|weighs)\b)  # they are names, too
        |(?:is|are|was|were|do|does|did|can|could|would|should|has|have|wo)n'?t
        |i\ (?:wonder|think|guess|believe|suppose|bet)|maybe|perhaps|could\ be|might\ be|guess|tell\ me|describe|explain
        |suppose|imagine|let's|let\ us)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_AT_THE_END = re.compile(
    r"""[,\s](?:right|no|correct|or\ not|i\ (?:think|guess|suppose)
        |(?:is|does|has|was|do|are|can)(?:n'?t)?\ (?:he|she|it|they))\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_GOES_ON_TO_ASK = re.compile(
    r"""\s(?:what|how|why|where|when)\s+(?:should|shall|can|could|would|do|does|did|else|about)\b
        |(?<!\sso)\s(?:is|are|do|does|did|can|could|should)(?:n'?t)?\s+(?:he|she|they|i|you)\b
        |\sis\s+(?:it|that|this)\s+(?:bad|dangerous|fine|good|healthy|normal|ok|okay|poisonous|safe|serious|toxic|true|unhealthy)\b
        |\s(?:any|some)\s+(?:advice|ideas?|suggestions?|tips?)\b
        |\s(?:what|why|where|when|who|whom|how(?:\s+(?:big|long|many|much|old|tall))?)(?:\s+again)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_TAG = 40  # letters at the end of a sentence in which ", isn't he" is looked for


def is_question(sentence: str) -> bool:
    """Whether a sentence asks or guesses rather than says. In doubt it asks."""
    if sentence.rstrip().endswith("?") or _ASKS.match(sentence):
        return True
    return bool(_ASKS_AT_THE_END.search(sentence[-_TAG:]))


def goes_on_to_ask(sentence: str) -> bool:
    """Whether what begins like a statement asks: "Max eats grass is it bad", "Max can he swim", "Max lives where"."""
    return bool(_GOES_ON_TO_ASK.search(sentence))


_ASKS_MORE = re.compile(r"\b(?:what|where|how|why|when|which|left of|right of)\b", re.IGNORECASE)
_ASKS_WHETHER = re.compile(
    r"""\b(?:is|are|was|were)\s+(?:this|that|it|he|she|these|those)\b(?!\s+(?:\w+ing|photo|picture)\b)
        |\b(?:this|that|it)(?:'s|\s+is)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCES = re.compile(r"(?<=[.?!])\s+")


def taken_for_there(question: str, names: Iterable[str]) -> tuple[str, ...]:
    """The known names that a question about a photo takes to be in it.

    "What is Max doing?" says that Max is there; "is this Max?" and "who is this?" do not.
    """
    asked = _SENTENCES.split(question)
    more = [one for one in asked if _ASKS_MORE.search(one) and not _ASKS_WHETHER.search(one)]
    return names_in("\n".join(more), names)


_BEFORE_WHO_MAY_BE_THERE = re.compile(
    r"""\b(?: (?:is|are|was|were|isn't) \s (?:this|that|it|he|she|these|those)
        | (?:this|that|it|he|she) (?:'s|’s|\s is|\s was)
        | (?:can|could|do|did) \s you \s (?:see|spot|find|recogni[sz]e) | (?:have \s )? you \s (?:seen|spotted|found)
        | (?:photo|picture|pic|image) \s (?:show|shows|of)
        ) (?:\s (?:really|actually|maybe|perhaps|my|our|the))* \s+ $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND_WHO_MAY_BE_THERE = re.compile(
    r"""\s+ (?:(?:really|also)\s)? (?:here|there
        |(?:in|on) \s (?:it|here|(?:(?:the|this|that|my|our)\s)? (?:\w+\s)? (?:photo|picture|pic|image|shot|selfie)s?)
        )\b (?:(?!\bthan\b).)* $
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_IS = re.compile(r"\b(?:is|was)\s+$", re.IGNORECASE)
_OF_HIS = re.compile(r"['’]s\b")


def may_be_there(question: str, names: Iterable[str]) -> tuple[str, ...]:
    """The known names of which a question asks whether they are in a photo: "is this Max?", "do you see Max?", "is Max
    here?", "this is Max, right?"."""
    meant: dict[str, None] = {}
    for sentence in _SENTENCES.split(question):
        if _ASKS_MORE.search(sentence) and not _ASKS_WHETHER.search(sentence):
            continue
        for name, place in places_in(sentence, names).items():
            before, behind = sentence[:place], sentence[place + len(name) :]
            there = _IS.search(before) and _BEHIND_WHO_MAY_BE_THERE.match(behind)
            if (there or _BEFORE_WHO_MAY_BE_THERE.search(before)) and not _OF_HIS.match(behind):
                meant[name] = None
    return tuple(meant)


_REQUESTS: tuple[tuple[Phrases, Intent], ...] = (
    (
        phrases(
            """
            help [me]
            [list] (commands|menu)
            (stop|cancel|quit|exit|reset|restart|start over)
            instructions
            what (can|do) (you|u) do
            what can i (do|say|ask) [here]
            what are you [able to do]
            who (are|made) you
            (what is|what's|whats) your name
            are you [really] [a|an] (bot|robot|human|person|ai|machine|real)
            [ok|okay] what now
            what (should|shall|do) i do [now|next|here|first]
            how (do|can|should) i (start|begin|teach you)
            how do i teach you (something|[about] (somebody|someone|my <what>))
            how (do|does|can) (you|this|it|i use (you|this|it)) [work]
            how to use (you|this)
            """
        ),
        Help(),
    ),
    (
        phrases(
            """
            privacy [policy]
            what [data] (do|are) (you|u) (store|storing|save|saving|keep|keeping|collect) [(about|of|from) (me|us)]
            what (data|information) do you (have|store|save|keep|collect) [(about|of|on) (me|us)]
            (is|are) my (data|photos?|pictures?) (safe|private|stored|kept)
            who (can|could) see my (data|photos?|pictures?)
            do you (share|sell|store|keep|save) my (data|photos?|pictures?)
            where (is|are) my (data|photos?|pictures?) [stored|kept|saved]
            """
        ),
        Privacy(),
    ),
    (
        phrases(
            """
            export
            (export|download|back ?up|send me|give me) [all] [of] (my|the|your) (data|memory|memories)
            (export|download|back ?up|send me|give me) (everything [you know]|it all|a backup)
            """
        ),
        Export(),
    ),
    (
        phrases(
            """
            [oops] undo [that|this|it|[(the|my)] last [change|one|thing]]
            (take|took) (that|it|this) back
            revert [that|it|the last change]
            ctrl.?z
            """
        ),
        Undo(),
    ),
    (
        phrases(
            """
            why [not]
            why('s| is| was) (that|it|this)
            how come
            how do (you|u) know [that|this|it]
            why do (you|u) (think|say|believe) (so|that|this|it)
            what makes you (think|say) (so|that)
            explain [that|this|yourself|why]
            how (sure|certain) are you
            are you sure
            """
        ),
        Why(),
    ),
    (
        phrases(
            """
            show [me] [them|it|that|where|(it|them|that) to me|who('s| is) who]
            show [me] where (they|he|she|it) (are|is)
            show [me] (the|all|your) (boxes|box|names|faces|regions|photo|picture) [(and|with|in) [the] (names|boxes|photo)]
            (draw|mark|add) [the] (boxes|box|names|them)
            point (them|him|her|it) out
            label (them|the photo|everyone)
            """
        ),
        Show(),
    ),
    (
        phrases(
            """
            (who|whom|who all|who else|what) do (you|u) (know|remember|recogni(s|z)e) [so far|already|now|by now]
            (what|which) (names|people|beings|pets) do (you|u) (know|remember)
            (list|show [me]|name) (everyone|everybody|all [names]|the gallery) [(you|u) (know|remember)]
            gallery
            (whom|who|what) have (you learned|i taught you)
            everyone you know
            who is in your memory
            """
        ),
        Gallery(),
    ),
)
_CARD = phrases(
    """
    what [else] (do|does) (you|u) (know|remember|have) (about|of|on) <whom>
    what have you learned about <whom>
    tell me [everything|all|more] [you know] about <whom>
    [show me] (everything|all) [you know] about <whom>
    about <whom>
    [show me] [the] card (of|for) <whom>
    show [me] <whom>'s (card|facts|profile|photos|pictures)
    [(can|could) (you|u)] [please] [show [me]|send [me]|give me] [a|the|all [the|your]|your] (photos?|pictures?|pics?|images?) of <whom>
    do (you|u) have (a|any|some) (photos?|pictures?|pics?|images?) of <whom>
    how many (photos|pictures|pics|images) of <whom> (do (you|u) have|are there)
    show [me] <whom>
    """
)
_MY_CARD = phrases(
    """
    who am i
    do (you|u) (know|remember) (me|my name|who i am)
    (what is|what's|whats) my name
    """
)


_OF_A_KIND = phrases(
    """
    how many <kind> ((do|have) i (have|got)|do (you|u) (know|remember)|have i (taught|shown|told) you [[of|about]])
    (which|what) <kind> (do i have|do (you|u) (know|remember)|have i (got|taught you|shown you))
    (do i have|have i got|do (you|u) know) (a|an|any) <kind>
    what are my <kind> called
    what are the names of my <kind>
    what are my <kind>' names
    who are my <kind>
    (list|show [me]|name) [all] [of] my <kind>
    """
)

_PICTURES = frozenset({"picture", "pictures"})  # things, too, but "my pictures" are those that were shown

_WHAT_IS = phrases(
    """
    (what is|what's|whats) <whom>
    what (kind|sort) of (animal|being|creature|thing|pet) is <whom>
    is <whom> (a|an|my|your) {kind}
    """,
    kind=f"(?P<kind>{'|'.join(sorted(KINDS - {'animal', 'pet'}))})",
)


def read_request(heard: Heard) -> Intent | None:
    """Whole messages that always mean one thing: "help", "why?", "undo", "who do you know?"."""
    return next((intent for said, intent in _REQUESTS if said.fits(heard.text, asked=True)), None)


def read_card(heard: Heard) -> Intent | None:
    """ "what do you know about Max?", "show me Max". About somebody unknown, it is a question like any other."""
    if _MY_CARD.fits(heard.text, asked=True):
        return About(ME)
    said = _CARD.whole(heard.text, asked=True)
    if said is None:
        return None
    if said["whom"].lower() in ("me", "myself"):
        return About(ME)
    name = whom_meant(said["whom"], heard)
    return About(name) if name else None


def read_gallery_of(heard: Heard) -> Intent | None:
    """ "how many dogs do I have?", "which cats do you know?": the gallery of a kind."""
    said = None if heard.photos else _OF_A_KIND.whole(heard.text, asked=True)
    kind = said["kind"].strip() if said else ""
    return Gallery(fold(kind)) if is_kind(kind) and fold(kind) not in _PICTURES else None


def read_what_is(heard: Heard) -> Intent | None:
    """ "what is Max?", "is Max a dog?", where no photo is asked about."""
    said = None if heard.photos else _WHAT_IS.whole(heard.text, asked=True)
    name = known(said["whom"].strip(), heard.names) if said else None
    return WhatIs(name, said.get("kind", "").lower()) if said and name else None
