"""What is said about sharing, being remembered, linking accounts, training and the language. Whole messages only."""

import re

from core.intents.naming import Case, read_named
from core.intents.phrases import pattern_of, phrases
from core.intents.shapes import Heard, Intent, Language, Link, NotMe, Share, Training, Unlink, Unshare
from core.language import LANGUAGES

RULES = ("everyone", "admins", "teachers")
LANGUAGE_NAMES = {
    **{name.casefold(): code for code, name in LANGUAGES.items()},
    **{code: code for code in LANGUAGES},
    **dict.fromkeys("englisch inglés ingles anglais".split(), "en"),
    **dict.fromkeys("german alemán aleman allemand".split(), "de"),
    **dict.fromkeys("spanish castellano espanol spanisch espagnol".split(), "es"),
    **dict.fromkeys("french francais französisch francés frances".split(), "fr"),
}

_PLACE = pattern_of("(this|the|our|my) (group|chat|channel|server)")
_SHARE = phrases(
    """
    [please|you can|you may] share [my] <whom> (with|in|to) {place}
    [please|you can|you may] share [my] <whom> (here|with (everyone|everybody|them|us|the others))
    """,
    place=_PLACE,
)
_UNSHARE = phrases(
    """
    [please] (unshare|stop sharing) [my] <whom> [(with|in) {place}|here|with (everyone|everybody|them|us)]
    [please] (don't|do not) share [my] <whom> (any more|anymore|any longer)
    """,
    place=_PLACE,
)
_NOT_ME = phrases(
    """
    [please] (don't|do not|never) (remember|recognise|recognize|save|store|learn) (me|my face) [again|any more|anymore]
    [please] stop (remembering|recognising|recognizing|storing) (me|my face)
    i (don't|do not) want (to be|you to) (remembered|recognised|recognized|remember me|recognise me|recognize me)
    """
)
_ME_AGAIN = phrases(
    """
    [please] you (can|may) remember me [again]
    i want to be remembered again
    """
)
_LINK = phrases("[please] (link|connect|join) my [other] (account|accounts|memories)")
_UNLINK = phrases("[please] (unlink|disconnect|separate) (my|this) [other] (account|accounts)")
_USE = pattern_of("(use|take) (my (messages|data|photos|chats|words)|what i say) (for|to) (training|train [the model])")
_TRAIN = phrases("[please] you (can|may) {use}", use=_USE)
_TRAIN_NOT = phrases("[please] (don't|do not|never|you (can not|may not)) {use}", use=_USE)
_WITH = re.compile(rf"(?P<whom>.+?)\s+(?:(?:with|in|to)\s+{_PLACE}|here)\W*", re.IGNORECASE)
_SPEAK = phrases(
    """
    [(can|could) (you|u)] [please] (speak|talk|answer|reply) [to me|with me] [in] <language> [from now on]
    [please] switch to <language>
    (sprich|antworte) [bitte] [mit mir|mir] [auf] <language> [bitte]
    (habla|responde) [conmigo] [en] <language> [por favor]
    (parle|réponds) [moi] [en] <language> [s'il (te|vous) plaît]
    (auf|en|in) <language> [bitte|por favor|s'il (te|vous) plaît]
    """
)
_ON = frozenset("on yes y start allow enable true".split())
_OFF = frozenset("off no n stop never disable false".split())


def read_people(heard: Heard) -> Intent | None:
    """Sentences for what has a command too: "don't remember me" is "/notme"."""
    text = heard.text
    if said := _SHARE.whole(text):
        return Share(_name(said["whom"]))
    if said := _UNSHARE.whole(text):
        return Unshare(_name(said["whom"]))
    said = _SPEAK.whole(text, asked=True)
    if said and (language := LANGUAGE_NAMES.get(said["language"].casefold())):
        return Language(language)
    plain = ((_NOT_ME, NotMe()), (_ME_AGAIN, NotMe(False)), (_LINK, Link(None)), (_UNLINK, Unlink()))
    trained = ((_TRAIN, Training(True)), (_TRAIN_NOT, Training(False)))
    return next((intent for ways, intent in (*plain, *trained) if ways.fits(text)), None)


def own_name_in(text: str) -> str | None:
    """The name in "my dog Max with this group"; None when none is said."""
    found = _WITH.fullmatch(text)
    return _name(found["whom"] if found else text)


def switched(text: str) -> bool | None:
    """Whether words say on or off."""
    words = set(re.findall(r"\w+", text.casefold()))
    return True if words & _ON else False if words & _OFF else None


def code_in(text: str) -> str:
    """A one-time code as it was given: without the spaces, dashes and small letters of people who copy it by hand."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:16]


def language_in(text: str) -> str | None:
    """The code of the language that words name: "de", "German", "auf Deutsch"."""
    words = re.findall(r"\w+", text.casefold())
    return next((LANGUAGE_NAMES[word] for word in words if word in LANGUAGE_NAMES), None)


def _name(words: str) -> str | None:
    named = read_named(words, (), (), Case.ANY)
    return named.name if named and not named.others else None
