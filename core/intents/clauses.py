"""Text -> clauses with one verb each: "he's 3 and loves balls, Bella is 4" -> "he is 3", "loves balls", "Bella is 4"."""

import re
from collections.abc import Iterator

from core.intents.spelling import sentences
from core.intents.topics import VERBS, one_of

PRONOUNS = "he|she|it|they|who|which"
ADVERBS = r"(?:(?:also|just|really|actually|simply|now|recently|still) )*"
STARTS = (  # a verb in the third person that a clause without a subject begins with
    rf"(?:is|was|has|does not|cannot|can|turned|has turned|died|never|always|often|usually|sometimes|{one_of(VERBS)})\b"
)

_CONTRACTIONS = tuple(
    (re.compile(pattern, re.IGNORECASE), spelled)
    for pattern, spelled in (
        (rf"\b({PRONOUNS})'s got\b", r"\1 has"),
        (rf"(?<![\w-])({PRONOUNS})'s\b", r"\1 is"),
        (r"\b(he|she)s\b(?! (?:is|are)\b)", r"\1 is"),
        (r"\bits (?=\d|called\b|named\b|an?\b|afraid\b|scared\b|allergic\b|my\b)", "it is "),
        (r"\b(they|we|you)'?re\b", r"\1 are"),
        (r"\b(they)'?ve\b", r"\1 have"),
        (r"\b(?:does|do)n'?t\b", "does not"),
        (r"\b(is|was|has)n'?t\b", r"\1 not"),
        (r"\baren'?t\b", "is not"),
        (r"\bcan(?:'t|t| not)\b", "cannot"),
        (r"\b(?:is )?an? (\d{1,3})[- ](year|month|week)s?[- ]old (?=\w)", r"is \1 \2s old, a "),
        (r"\bfavorite", "favourite"),
    )
)
_JOIN = (
    r"\s*(?:[,;(–]|\s-\s|\band\b(?!\ a\ half)|\bbut\b|&|\+)[\s,]*(?:(?:and|but|also|plus|who|which|because|since)\s+)*"
)
_SPLIT = re.compile(
    rf"""{_JOIN}(?=(?:(?:{PRONOUNS})\s+)?{ADVERBS}(?:{STARTS}|(?:are|have|love|like|hate|do)\b)|(?:{PRONOUNS})\s
            |(?:his|her|its|their|my|our|the)\s+(?:[\w-]+\s+){{1,3}}?(?:is|are|has|loves|likes|hates)\b
            |[^\W\d_][\w'-]{{0,30}}\s+(?:is|has|loves|likes|hates)\b)  # somebody else
        |\s*(?:[;(–]|(?<!\d),|,(?=\s))\s*(?=\d+\b|an?\s|born\b|aged?\s|not\b)  # but no "1,80"
        """,
    re.IGNORECASE | re.VERBOSE,
)
_AGED_AND_MORE = re.compile(
    r"(?P<is>.{0,60}?\bis )(?P<age>\d{1,3}(?: \w+ old)?)(?:,| and) (?P<more>[^\d\s].+)", re.IGNORECASE
)


def clauses(text: str) -> Iterator[str]:
    """The clauses of all sentences that ask nothing, contractions spelled out."""
    for sentence in sentences(expanded(text)):
        if not sentence.rstrip().endswith("?"):
            for part in filter(None, _SPLIT.split(sentence)):
                # "is 3 and brown" has one verb and tells two things
                both = _AGED_AND_MORE.fullmatch(part)
                yield from (f"{both['is']}{both['age']}", f"is {both['more']}") if both else (part,)


def expanded(text: str) -> str:
    """The text with its contractions spelled out: "he's" is "he is", "doesn't" is "does not"."""
    for pattern, spelled in _CONTRACTIONS:
        text = pattern.sub(spelled, text)
    return text
