"""What people type -> what the grammar reads: one kind of quotes, no invisible characters, known typing errors mended.

Knows nothing of names or intents. Everything here is linear in the text.
"""

import re
import unicodedata

from rapidfuzz.distance import OSA

LONGEST = 1_200  # letters the grammar reads; whoever writes more tells a story, and gives no order
MOST_SENTENCES = 12

# A letter, digit or vowel sign. `\w` alone breaks "नेहा" at its vowel signs, which are no letters to Python.
LETTER = (
    r"[\w\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0eff\u1000-\u1049\u1050-\u109f"
    r"\u1780-\u17d3\u17d7\u17dc-\u17ff]"
)

_SPELLINGS = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʼ＇", "'")
    | dict.fromkeys("“”„‟«»「」『』＂", '"')
    | {
        "？": "? ",
        "！": "! ",
        "，": ", ",
        "。": ". ",
        "、": ", ",
        "：": ": ",
        "；": "; ",
        "…": "... ",
        "¿": " ",
        "¡": " ",
    }
    | {"（": " (", "）": ") ", "—": ", ", "–": " – "}
)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SINGLE_QUOTED = re.compile(r"(?<!\w)'([^'\"\n]{1,80})'(?!\w)")
_LINE_END = re.compile(r"(?:(?<=[^\s.,!?;:])\s*\n|\n)\s*")

_POLITE_START = re.compile(
    r"""(?:
        (?:hey|hi|hello|hallo|yo|ok|okay|so|well|oh|please|pls|plz|and|also|btw|by\ the\ way|fyi|listen|look|now|alright
          |all\ right|thanks|thank\ you|good\ (?:morning|evening)|(?:dear\ )?familiar)\b(?!['-])[\s,!.:;–-]*
      | (?:i\ want|i'd\ like|i\ would\ like|i\ need)\ you\ to\s+
      | please\s+
    )+""",
    re.IGNORECASE | re.VERBOSE,
)
_POLITE_END = re.compile(
    r"""(?<![\w'])(?:please|pls|plz|thanks(?:\ a\ lot)?|thank\ you(?:\ so\ much)?|thx|btw|by\ the\ way|lol|haha|actually|ok\?|okay\?|(?:will|would|can)\ you\?
        |for\ me)[\s.!]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_REQUEST = re.compile(
    r"""(?:can|could|(?P<intends>would|will))\ (?:you|u|ya)\ (?:(?:please|pls|kindly)\ )?(?:just\ )?
        (?P<deed>(?:(?P<doubtful>remember)|(?P<deletes>forget|delete|remove|erase)|show|rename|merge|undo|export|call|save
          |learn|note|memori[sz]e|keep|add|tell\ me|mark|point|explain|help)\b[^?]*)\?*$""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEASE = re.compile(r"\b(?:please|pls|plz|kindly)\b", re.IGNORECASE)
_POINTS_AT_SOMETHING = re.compile(
    r"remember[\s,:]+(?:this|these|(?:that'?s?|it'?s?|he'?s?|she'?s?|they)\s+\w+\s+\w|him|her|it\b|my|our)",
    re.IGNORECASE,
)

# What a slip of the finger means; only at the start of a message, where a verb decides all.
# Shorter verbs are left alone: "Marge" is one slip from "merge".
_TRIGGERS = {"remember": 2, "forget": 1}
_REAL_WORDS = frozenset("remembered remembers reminder forgot forgets forge forged".split())
_SLIPS = {
    **dict.fromkeys(("thsi", "tihs", "ths", "thiss", "htis", "dis"), "this"),
    **dict.fromkeys(("tht", "taht", "thta"), "that"),
    **dict.fromkeys(("si", "iz", "iss"), "is"),
    **dict.fromkeys(("naem", "nmae"), "name"),
    **dict.fromkeys(("cald", "caled"), "called"),
    **dict.fromkeys(("rmbr", "rember"), "remember"),
    "dont": "don't",
    "isnt": "isn't",
}
_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr)\.)(?<!\b(?:Mrs)\.)(?<!\b(?:Prof)\.)\s+"
)


def cleaned(text: str) -> str:
    """The text in NFC, without control, format (bidi, zero-width) and other characters that can't be seen."""
    seen = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if not seen.isprintable():
        seen = "".join(c for c in seen if c == "\n" or c.isprintable() or unicodedata.category(c) not in _HIDDEN)
    return seen.strip()


def plain(text: str) -> str:
    """One line the grammar can read; politeness taken off, slips mended, shouting lowered. "" stays ""."""
    line = _LINE_END.sub(", ", cleaned(text)).translate(_SPELLINGS)
    line = _SINGLE_QUOTED.sub(r'"\1"', " ".join(line.split()))
    if " " in line and line.upper() == line and line.lower() != line:
        line = line.lower()
    return mended(_without_request(without_politeness(line), kindly=bool(_PLEASE.search(line))))


def without_politeness(line: str) -> str:
    """The line without "hey", "please", "thanks" around it; itself where nothing else is left."""
    start = _POLITE_START.match(line)
    rest = line[start.end() :] if start else line
    end = _POLITE_END.search(rest)
    rest = rest[: end.start()].rstrip(" ,.!") if end else rest
    return rest if re.search(r"\w", rest) else line


def _without_request(line: str, *, kindly: bool) -> str:
    asked = _REQUEST.match(line)
    if asked is None:
        return line
    if kindly:
        return without_politeness(asked["deed"])
    # "Can you remember Max?" asks whether it does; "can you remember this is Max?" asks it to.
    if asked["doubtful"] and not _POINTS_AT_SOMETHING.match(asked["deed"]):
        return line
    # "Would you forget me?" is afraid that it does.
    return line if asked["intends"] and asked["deletes"] else asked["deed"]


def mended(line: str) -> str:
    """The line with typing errors in its first words taken for the words that were meant ("remeber thsi is")."""
    head, tail = line[:60], line[60:]
    return _WORD.sub(lambda found: _mended(found[0]), head, count=5) + tail


def _mended(word: str) -> str:
    lower = word.lower()
    if lower in _SLIPS and (word == lower or len(word) > 3):  # "Si is 3" tells of somebody called Si
        return _SLIPS[lower]
    if lower in _TRIGGERS or lower in _REAL_WORDS:
        return word
    for trigger, slips in _TRIGGERS.items():
        if lower[0] == trigger[0] and OSA.distance(lower, trigger, score_cutoff=slips) <= slips:
            return trigger
    return word


def sentences(line: str) -> list[str]:
    """The sentences of a plain line with their marks; at most `MOST_SENTENCES`. "Mr. Max" and "J. K." don't end one."""
    return [part for part in _SENTENCE_END.split(line)[:MOST_SENTENCES] if part]
