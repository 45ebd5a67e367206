"""Small talk: "hi", "thanks!", "good night". What one says among people, and no question for a model."""

import re

from core.intents.mentions import known
from core.intents.phrases import phrases
from core.intents.shapes import Courtesy, Heard, Help, Intent, Manners

_WHOM = "(you|u|there|all|everyone|everybody|familiar|bot|friend|buddy|my friend)"
_COURTESIES = {
    Manners.HELLO: phrases(
        """
        [oh] (hi+|hey+|hello+|hiya|heya|howdy|yo|greetings|hallo|hola|salut|bonjour|moin) [again] [{whom}] [again]
        [hi|hello|hey] good (morning|afternoon|evening|day) [to] [{whom}]
        [hi|hello] nice to meet you [too]
        """,
        whom=_WHOM,
    ),
    Manners.HOW_ARE_YOU: phrases(
        """
        [hi|hello|hey] [{whom}] how are (you|u) [doing] [today]
        [hi|hello|hey] [{whom}] how('s| is) it going
        [hi|hello|hey] (what's|whats|what is) up
        how do you do
        are you (ok|okay|well|fine|there|awake|alive)
        """,
        whom=_WHOM,
    ),
    Manners.THANKS: phrases(
        """
        [ok|okay|great|cool|perfect|good|nice|wow|yes] (thanks|thank (you|u)|thx|ty|tysm|cheers|danke|gracias|merci) \
[so much|very much|a lot|a bunch|again|anyway] [{whom}]
        (many|a thousand) thanks
        i appreciate (it|that|this|you)
        """,
        whom=_WHOM,
    ),
    Manners.BYE: phrases(
        """
        [ok|okay] (bye+|bye bye|goodbye|good ?night|night night|see (you|ya|u)|cya|ciao|take care|until next time|so long) \
[for now|then|later|soon|around|tomorrow] [{whom}]
        [i will] talk to you (later|soon|tomorrow)
        [i have] got to go
        """,
        whom=_WHOM,
    ),
    Manners.PRAISE: phrases(
        """
        [you are|you're|that is|that's|that was|this is|what a|such a] [so|very|really|pretty|a] {praise} \
[bot|job|work|one|answer|memory|familiar]
        well done
        (good|clever|smart) (bot|boy|girl)
        i (love|like) (you|it|this|that) [so much|a lot]
        """,
        praise="(good|great|smart|clever|nice|sweet|amazing|awesome|brilliant|impressive|wonderful|perfect|lovely|cute|fun)",
    ),
    Manners.SORRY: phrases(
        """
        [oh|ok|okay] [i am|i'm] [so|very] sorry [about that|for that]
        [my] apologies
        my (bad|fault|mistake)
        """
    ),
    Manners.NOD: phrases(
        """
        [oh|ah|ok|okay] (ok|okay|k|kk|alright|all right|cool|fine|right|sure|yes|yeah|yep|wow|really|true|exactly)
        (hm+|oh+|ah+|aha|lol|lmao|rofl|(ha){1,6}|(he){2,6}|yay|oops|meh)
        no (thanks|thank you)
        (oh|ah) no+
        i see
        got it
        understood
        (never ?mind|nvm|forget it)
        [that's|that is|this is|how] (funny|interesting|good to know)
        """
    ),
    Manners.NO: phrases("[ok|okay] (no+|nope|nah|no no)"),
}

_FOND = phrases(
    """
    [oh|aw+|and] <whom>('s| is| are| looks) [just] [so|very|really|such|too|a] [(so|very|really|a)] {praise} [today|here]
    [oh|aw+|and] (isn't|aren't) <whom> [just] [so|very|really] {praise}
    [and|but|oh] i [(just|really)] (love|like|adore) <whom> [so much|very much|a lot|too]
    [oh|aw+] (what|such) a {praise} [little] <whom>
    """,
    praise="(cute|adorable|beautiful|lovely|sweet|gorgeous|wonderful|amazing|awesome|pretty|perfect|great|good|nice)",
)
_PRONOUNS = frozenset("he she they him her them boy girl dog cat pup puppy kitten one".split())


def _read_fondness(heard: Heard) -> Intent | None:
    said = _FOND.whole(heard.text, asked=True)
    whom = said["whom"].strip() if said else ""
    if whom.lower() in _PRONOUNS:
        return Courtesy(Manners.FOND)
    return Courtesy(Manners.FOND, name) if whom and (name := known(whom, heard.names)) else None


def read_courtesy(heard: Heard) -> Intent | None:
    """A whole message that is only polite, or fond. Beside a photo the photo is meant. "??" asks for help, "❤️" is a nod."""
    if heard.photos:
        return None
    if not re.search(r"\w", heard.text):
        return Help() if "?" in heard.text else Courtesy(Manners.NOD)
    polite = (Courtesy(what) for what, said in _COURTESIES.items() if said.fits(heard.text, asked=True))
    return next(polite, None) or _read_fondness(heard)
