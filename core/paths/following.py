"""What was meant, led to the path that does it; and what holds for every path: who may, and that no child is seen."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import assert_never

from core import intents as i
from core.intents import Intent
from core.paths import (
    browse,
    change,
    consent,
    correct,
    courtesy,
    doors,
    explain,
    forget,
    groups,
    linking,
    pending,
    remember,
    speaking,
)
from core.paths.ask import ask
from core.ports import Ports
from core.turns import Moment, Outcome

CHANGES = (*groups.CHANGES, i.Answer, i.Agree, i.Link)

Taught = i.Remember | i.Tell | i.Introduce | i.Correct | i.Answer
Told = i.Show | i.Why | i.Gallery | i.About | i.WhatIs | i.Start | i.Help | i.Privacy | i.Courtesy
Change = i.Rename | i.Merge | i.AddAlias | i.RemoveLook | i.RemoveFact | i.Undo
Gone = i.Forget | i.EraseMe | i.Export
Among = i.Share | i.Unshare | i.Rules | i.Called | i.NotMe | i.Training | i.Agree | i.Pair
Own = i.Link | i.Unlink | i.Language
Done = Taught | Told | Change | Gone | Among | Own  # all but a question; mypy says when one is missing


async def follow(intent: Intent, moment: Moment, ports: Ports) -> AsyncGenerator[Outcome]:
    """The outcome so far; the last one is whole. Only a question grows."""
    if refused := await groups.refused(intent, moment, ports):
        yield refused
    elif isinstance(intent, i.Ask):
        async with aclosing(_answered(intent, moment, ports)) as outcomes:
            async for outcome in outcomes:
                yield outcome
    else:
        outcome = await _done(intent, moment, ports)
        yield await consent.protect(outcome, moment, ports) if isinstance(intent, CHANGES) else outcome


async def _answered(intent: i.Ask, moment: Moment, ports: Ports) -> AsyncGenerator[Outcome]:
    if spent := await doors.spent(moment, ports):
        yield spent
        return
    async with aclosing(ask(intent, moment, ports)) as outcomes:
        async for outcome in outcomes:
            yield outcome


async def _done(intent: Done, moment: Moment, ports: Ports) -> Outcome:
    match intent:
        case i.Remember():
            return await remember.remember(intent, moment, ports)
        case i.Tell():
            return await remember.tell(intent, moment, ports)
        case i.Introduce():
            return await remember.introduce(intent, moment, ports)
        case i.Correct():
            return await correct.correct(intent, moment, ports)
        case i.Answer():
            return await pending.follow_up(intent, moment, ports)
        case i.Show():
            return await explain.show(moment, ports)
        case i.Why():
            return await explain.why(moment, ports)
        case i.Gallery():
            return await browse.gallery(intent, moment, ports)
        case i.About():
            return await browse.about(intent, moment, ports)
        case i.WhatIs():
            return browse.what_is(intent, moment)
        case i.Start() | i.Help() | i.Privacy():
            return browse.explain(intent, moment)
        case i.Courtesy():
            return await courtesy.courtesy(intent, moment)
        case i.Rename() | i.Merge() | i.AddAlias() | i.RemoveLook() | i.RemoveFact() | i.Undo():
            return await _changed(intent, moment, ports)
        case i.Forget():
            return await forget.forget(intent, moment, ports)
        case i.EraseMe():
            return await forget.erase(moment, ports)
        case i.Export():
            return await forget.export(moment, ports)
        case _:
            return await _among_people(intent, moment, ports)


async def _changed(intent: Change, moment: Moment, ports: Ports) -> Outcome:
    match intent:
        case i.Rename():
            return await change.rename(intent, moment, ports)
        case i.Merge():
            return await change.merge(intent, moment, ports)
        case i.AddAlias():
            return await change.add_alias(intent, moment, ports)
        case i.RemoveLook():
            return await change.remove_look(intent, moment, ports)
        case i.RemoveFact():
            return await change.remove_fact(intent, moment, ports)
        case i.Undo():
            return await change.undo(moment, ports)
        case _ as never:
            assert_never(never)


async def _among_people(intent: Among | Own, moment: Moment, ports: Ports) -> Outcome:
    match intent:
        case i.Share():
            return await groups.share(intent, moment, ports)
        case i.Unshare():
            return await groups.unshare(intent, moment, ports)
        case i.Rules():
            return await groups.rules(intent, moment, ports)
        case i.Called():
            return await groups.called(intent, moment, ports)
        case i.NotMe():
            return await consent.not_me(intent, moment, ports)
        case i.Training():
            return await consent.training(intent, moment, ports)
        case i.Agree():
            return await consent.agree(intent, moment, ports)
        case i.Link():
            return await linking.link(intent, moment, ports)
        case i.Unlink():
            return await linking.unlink(moment, ports)
        case i.Language():
            return await speaking.language(intent, moment, ports)
        case i.Pair():
            return await doors.pair(intent, moment, ports)
        case _ as never:
            assert_never(never)
