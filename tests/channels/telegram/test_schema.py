"""The server of these tests refuses what the Bot API does not have."""

import pytest
from aiogram.types import Message, Update

from tests.channels.telegram.schema import Unpublished, check_call, check_object, check_result

_CHAT = {"id": 1, "type": "private"}


@pytest.mark.parametrize(
    ("method", "given", "why"),
    [
        ("sendMesage", {}, "no method"),
        ("sendMessage", {"chat_id": "1"}, "text: Field required"),
        ("sendMessage", {"chat_id": "1", "text": "hi", "colour": "red"}, "never published: SendMessage.colour"),
        ("editMessageText", {"chat_id": "1", "message_id": "x", "text": "hi"}, "message_id: .* integer"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "hi", "reply_markup": '{"inline_keyboard": "x"}'},
            "never published: ReplyKeyboardRemove",
        ),
        (
            "sendMessage",
            {"chat_id": "1", "text": "hi", "reply_markup": '{"inline_keyboard": [[{"text": "a", "data": "b"}]]}'},
            "InlineKeyboardButton.data",
        ),
        ("setMyCommands", {"commands": '[{"command": "who"}]'}, "description: Field required"),
    ],
)
def test_a_call_that_was_never_published_is_refused(method: str, given: dict[str, str], why: str) -> None:
    with pytest.raises(Unpublished, match=why):
        check_call(method, given)


def test_a_call_is_read_as_telegram_reads_it() -> None:
    given = {"chat_id": "-100", "text": "12", "disable_notification": "true", "link_preview_options": '{"url": "a.b"}'}
    assert check_call("sendMessage", given) == {
        "chat_id": -100,
        "text": "12",
        "disable_notification": True,
        "link_preview_options": {"url": "a.b"},
    }


def test_an_object_with_a_field_too_many_or_too_few_is_refused() -> None:
    with pytest.raises(Unpublished, match="date: Field required"):
        check_object(Message, {"message_id": 1, "chat": _CHAT})
    with pytest.raises(Unpublished, match=r"never published: Chat\.colour"):
        check_object(Update, {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {**_CHAT, "colour": 1}}})


def test_an_answer_is_what_the_call_returns() -> None:
    check_result("deleteMessage", True)
    with pytest.raises(Unpublished):
        check_result("sendMessage", True)
