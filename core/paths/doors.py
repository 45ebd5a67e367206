"""Doors: who is answered at all, and how much a day. Asked first, before anything is read or looked at."""

import secrets
from datetime import timedelta

from core.intents import Pair
from core.language import say, to_say
from core.messages import Message, Reply
from core.people import Access, Arrival, CodeFor, Doors, Redeemed, Use
from core.ports import Ports
from core.turns import Moment, Outcome, now

PAGE = "web"  # has a door of its own: loopback or a token
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another one
CODE_LASTS = timedelta(minutes=10)
PAIRING_LASTS = timedelta(days=1)  # an operator is not always there
OF_A_GROUP = 5  # persons' worth of messages

PLEASE_PAIR = to_say(
    "We haven't met yet, and I only talk to people my operator let in. "
    "Give them this code and ask them to let you in: {code} (good for a day)."
)
PLEASE_PAIR_GROUP = to_say(
    "I only talk in groups that my operator let me into. "
    "Give them this code and ask them to let this group in: {code} (good for a day)."
)
NOT_FOR_YOU = to_say("I'm sorry, my operator keeps me for a few people, and this account is not among them.")
NOT_FOR_GROUP = to_say("I'm sorry, my operator keeps me for a few groups, and this one is not among them.")
ENOUGH_SAID = to_say("That was a lot for one day! Let's go on tomorrow; what you taught me is safe.")
ENOUGH_SAID_HERE = to_say("This group has had all of my words for today. Let's go on tomorrow!")
ENOUGH_ANSWERED = to_say(
    "I have answered you {number} times today, and that is all I may. Ask me again tomorrow; "
    "teaching, correcting and /who still work."
)
LET_IN = to_say("Done: they are in from now on.")
WRONG_CODE = to_say("I have no such code, or it is too old. Ask them to write to me again and give you the new one.")
TOO_MANY_CODES = to_say("Too many wrong codes. Please try again in an hour.")
ADMINS_ONLY = to_say("Only my operator's admins can let somebody in.")


def new_code() -> str:
    """A one-time code that can be read out loud."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


async def refusal(message: Message, arrival: Arrival, doors: Doors, ports: Ports) -> Reply | None:
    """The sentence for somebody who is not answered; None for everybody else."""
    if not _may_enter(message, arrival, doors):
        return await _turned_away(message, doors, ports)
    limit = doors.messages_per_day
    if limit is not None and arrival.said > limit:
        return Reply(say(ENOUGH_SAID), is_private=True)
    if limit is not None and message.group and arrival.said_here > limit * OF_A_GROUP:
        return Reply(say(ENOUGH_SAID_HERE))
    return None


async def pair(intent: Pair, moment: Moment, ports: Ports) -> Outcome:
    """Let somebody in, if an admin says so."""
    if moment.message.person not in moment.doors.admins:
        return Outcome(Reply(say(ADMINS_ONLY), is_private=True))
    done = await ports.people.pair(intent.code, moment.message.person, now())
    said = {Redeemed.DONE: LET_IN, Redeemed.TOO_OFTEN: TOO_MANY_CODES}
    return Outcome(Reply(say(said.get(done, WRONG_CODE)), is_private=True))


async def spent(moment: Moment, ports: Ports) -> Outcome | None:
    """The sentence when the model's answers of the day are used up; otherwise counts one."""
    limit = moment.doors.answers_per_day
    if limit is None:
        return None
    number = await ports.people.count(moment.message.person, Use.ANSWERS, now())
    return Outcome(Reply(say(ENOUGH_ANSWERED, number=limit), is_private=True)) if number > limit else None


def _may_enter(message: Message, arrival: Arrival, doors: Doors) -> bool:
    if message.channel == PAGE or message.person in doors.admins:
        return True
    access = doors.groups if message.group else doors.private
    if access is Access.OPEN or message.owner in doors.allowed:
        return True
    return access is Access.PAIRING and arrival.is_admitted


async def _turned_away(message: Message, doors: Doors, ports: Ports) -> Reply:
    if (doors.groups if message.group else doors.private) is Access.ALLOW:
        return Reply(say(NOT_FOR_GROUP if message.group else NOT_FOR_YOU))
    code = new_code()
    await ports.people.offer(message.owner, CodeFor.PAIR, code, now() + PAIRING_LASTS)
    return Reply(say(PLEASE_PAIR_GROUP if message.group else PLEASE_PAIR, code=code))
