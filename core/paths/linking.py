"""Linking: one memory for a person's accounts in several apps, and separating them again."""

from core.intents import Link
from core.language import say, to_say
from core.messages import Reply
from core.paths.doors import CODE_LASTS, TOO_MANY_CODES, new_code
from core.people import CodeFor, Redeemed
from core.ports import Ports
from core.turns import Moment, Outcome, now

HERE_IS = to_say(
    "Write this to me from your other account, within ten minutes: /link {code}\n"
    "Then both accounts have this memory. Keep the code to yourself: whoever has it can do that."
)
LINKED = to_say(
    "Done: your accounts have one memory now, with all that both of them taught me. /unlink separates them again."
)
WRONG = to_say(
    "I have no such code, or it is older than ten minutes. Say /link to me in your other account for a new one."
)
OWN = to_say("These two are linked already. To link another account, write the code from there.")
UNLINKED = to_say(
    "Done. This account starts with an empty memory from here; everything that was taught so far stays with your other "
    "accounts."
)
ALONE = to_say("This account is not linked to any other. /link links it.")
IN_PRIVATE = to_say("Let's do that in private, where nobody else reads along: write me a direct message.")


async def link(intent: Link, moment: Moment, ports: Ports) -> Outcome:
    """A code for the other account; or the other account, with the code."""
    if moment.message.group:
        return Outcome(Reply(say(IN_PRIVATE), is_private=True))
    person = moment.message.person
    if intent.code is None:
        code = new_code()
        await ports.people.offer(person, CodeFor.LINK, code, now() + CODE_LASTS)
        return Outcome(Reply(say(HERE_IS, code=code)), is_kept=False)  # the code is not to be read in the history
    done = await ports.people.link(intent.code, person, now())
    said = {Redeemed.DONE: LINKED, Redeemed.OWN: OWN, Redeemed.TOO_OFTEN: TOO_MANY_CODES, Redeemed.WRONG: WRONG}
    return Outcome(Reply(say(said[done])), memory=await ports.people.memory(person))


async def unlink(moment: Moment, ports: Ports) -> Outcome:
    """This account on its own again."""
    if moment.message.group:
        return Outcome(Reply(say(IN_PRIVATE), is_private=True))
    is_parted = await ports.people.unlink(moment.message.person)
    reply = Reply(say(UNLINKED if is_parted else ALONE))
    return Outcome(reply, memory=await ports.people.memory(moment.message.person))
