"""How people point at what is in a photo: "this is", "the one on the left is", "that's not". Patterns only."""

from core.intents.phrases import pattern_of

THING = pattern_of("(photo|picture|pic|image|face|selfie|snap|one)")
_BEING = pattern_of("(one|dog|cat|bird|puppy|kitten|pet|animal|person|man|woman|boy|girl|guy|lady|kid|baby)")
_WHERE = pattern_of(r"(here|there|(on|in|to|at|with) (the|my|this) \w+)")
SEEN = pattern_of(
    r"(it|he|she|they|(this|that|these|those)(?: \w+){0,2}? [{where}]|the [\w+] {being} [{where}]|the \w+ {where})",
    being=_BEING,
    where=_WHERE,
)
IS = pattern_of(
    "({seen}('s| is| are| was| were| should be)|they're) [actually|really|just|also|again|still]", seen=SEEN
)
IS_NOT = pattern_of("({seen}('s (not|no)| (is|was|are) (not|no)|[ ](is|was|are)n't| ain't)|not)", seen=SEEN)
