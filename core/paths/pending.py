"""The answer to what the last turn left open, led to the path that asked."""

from typing import assert_never

from core.intents import Answer
from core.language import say
from core.messages import Reply
from core.paths.ask import yes_no_else
from core.paths.correct import answer_is_this, answer_who_instead
from core.paths.editing import learn_or_not
from core.paths.forget import answer_erase, answer_forget, yes_no
from core.paths.groups import answer_which_group
from core.paths.remember import answer_name, answer_person, answer_which, numbered, person_or_not
from core.ports import Ports
from core.turns import (
    IsPerson,
    IsThis,
    Moment,
    Outcome,
    SureToErase,
    SureToForget,
    SureToRelearn,
    Turn,
    WhatName,
    WhichBeing,
    WhichGroup,
    WhoInstead,
)


async def said_again(turn: Turn) -> Reply:
    """The reply of a turn whose update came once more: its words, and what a question needs to be answered."""
    match turn.pending:
        case WhichBeing(boxes=boxes) if turn.photo:
            return await numbered(turn.answered, turn.photo, boxes)
        case IsThis():
            return Reply(turn.answered, choices=yes_no_else())
        case IsPerson():
            return Reply(turn.answered, choices=person_or_not())
        case SureToForget() | SureToErase():
            return Reply(turn.answered, choices=yes_no())
        case SureToRelearn():
            return Reply(turn.answered, choices=learn_or_not())
        case _:
            return Reply(turn.answered)


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
        case IsPerson() as pending:
            return await answer_person(answer.yes is True, pending, moment, ports)
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
