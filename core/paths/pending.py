"""The answer to what the last turn left open, led to the path that asked."""

from typing import assert_never

from core.intents import Answer
from core.language import say
from core.messages import Reply
from core.paths.correct import answer_is_this, answer_who_instead
from core.paths.forget import answer_erase, answer_forget
from core.paths.groups import answer_which_group
from core.paths.remember import answer_name, answer_which
from core.ports import Ports
from core.turns import (
    IsThis,
    Moment,
    Outcome,
    SureToErase,
    SureToForget,
    SureToRelearn,
    WhatName,
    WhichBeing,
    WhichGroup,
    WhoInstead,
)


async def follow_up(answer: Answer, moment: Moment, ports: Ports) -> Outcome:
    """Carry on where the last turn stopped."""
    match moment.pending:
        case None:
            return Outcome(Reply(say("I'm not sure what you mean. Ask me about a photo, or say /help.")))
        case WhichBeing() as pending if answer.number is not None:
            return await answer_which(answer.number, pending, moment, ports)
        case WhatName() as pending if answer.name:
            return await answer_name(answer.name, answer.kind, pending, moment, ports)
        case IsThis() as pending:
            return await answer_is_this(answer.yes is True, answer.else_, answer.name, pending, moment, ports)
        case WhoInstead() as pending if answer.name:
            return await answer_who_instead(answer.name, pending, moment, ports)
        case SureToForget() as pending:
            return await answer_forget(answer.yes is True, pending, moment, ports)
        case SureToErase():
            return await answer_erase(answer.yes is True, moment, ports)
        case WhichGroup() as pending if answer.number is not None:
            return await answer_which_group(answer.number, pending, moment, ports)
        case SureToRelearn():
            return Outcome(Reply(say("Good, what you taught me stays as it was.")))
        case WhichBeing() | WhatName() | WhoInstead() | WhichGroup():
            return Outcome(Reply(say("All right, never mind.")))
        case _ as never:
            assert_never(never)
