"""What an operator does from the command line, and what the settings say of who may come in."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from bot.admin import let_in
from core.adapters.database import Database
from core.adapters.people import PostgresPeople
from core.errors import BadInput
from core.people import Access, CodeFor, Doors
from core.settings import Settings
from core.turns import now
from core.wiring import doors_of


@pytest.mark.postgres
async def test_the_operator_lets_somebody_in_by_the_code_they_were_given(database: Database, database_url: str) -> None:
    people, said = PostgresPeople(database), list[str]()
    settings = Settings(_env_file=None, database_url=database_url)
    await people.offer("telegram:1", CodeFor.PAIR, "ABCDEFGH", now() + timedelta(days=1))
    await let_in(settings, "abcd efgh", said.append)
    assert said == ["Done: they are in from now on."]
    assert (await people.arrive("telegram:1", None, now())).is_admitted
    with pytest.raises(BadInput, match="no such code"):
        await let_in(settings, "ABCDEFGH", said.append)


def test_everybody_may_come_in_unless_the_settings_say_otherwise() -> None:
    doors = doors_of(Settings(_env_file=None))
    assert (doors.private, doors.groups) == (Access.OPEN, Access.OPEN)


def test_the_settings_name_people_and_groups_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED", "telegram:42, telegram:-100123,")
    monkeypatch.setenv("ADMINS", "discord:9")
    monkeypatch.setenv("ACCESS_PRIVATE", "pairing")
    monkeypatch.setenv("ACCESS_GROUPS", "allow")
    monkeypatch.setenv("MESSAGES_PER_DAY", "7")
    monkeypatch.setenv("ANSWERS_PER_DAY", "3")
    allowed = frozenset({"telegram:42", "telegram:-100123"})
    doors = Doors(Access.PAIRING, Access.ALLOW, allowed, frozenset({"discord:9"}), 7, 3)
    assert doors_of(Settings(_env_file=None)) == doors


@pytest.mark.parametrize("name", ["42", "telegram:42,anna"])
def test_who_is_named_without_their_app_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("ALLOWED", name)
    with pytest.raises(ValidationError, match="begin with its app"):
        Settings(_env_file=None)
