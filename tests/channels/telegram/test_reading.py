"""Updates become messages: who, where, which words, which pictures."""

import pytest

from bot.channel import Moved
from bot.languages import Languages
from bot.telegram.reading import NO_PICTURE, NOT_FETCHED, TOO_LARGE
from bot.telegram_bot import Telegram
from core.language import translated
from core.messages import Account, Reply
from core.people import GroupRules, Rule
from tests.channels.telegram.conftest import ANNA, BOB, SECRET, Rules, Wire, quick, seen, settings
from tests.channels.telegram.server import person
from tests.channels.waiting import until
from tests.fakes.chat import BELLA, MAX

BIG = bytes((20 << 20) + 1)


async def test_words_come_with_person_chat_name_and_language(wire: Wire) -> None:
    wire.api.says(wire.api.private(BOB), BOB, "what does Max like?")
    message = await wire.heard(await wire.letter())
    assert (message.channel, message.person, message.chat) == ("telegram", "telegram:43", "telegram:43")
    assert (message.text, message.shown, message.language) == ("what does Max like?", "Bob", "pt-br")
    assert message.group is None
    assert message.owner == "telegram:43"


async def test_a_photo_comes_in_its_best_size_with_its_caption(wire: Wire) -> None:
    wire.api.says(wire.api.private(ANNA), ANNA, "/remember Max", photo=wire.api.photo(MAX))
    message = await wire.heard(await wire.letter())
    assert message.attachments == (MAX,)
    assert message.text == "/remember Max"


async def test_of_sizes_that_are_too_large_a_smaller_one_is_taken(wire: Wire) -> None:
    small, large = wire.api.photo(MAX)
    wire.api.says(wire.api.private(ANNA), ANNA, photo=[small, {**large, "file_size": len(BIG)}])
    assert (await wire.heard(await wire.letter())).attachments == (MAX[: len(MAX) // 4],)


async def test_what_can_not_be_taken_is_declined_in_the_language_a_person_chose(wire: Wire) -> None:
    async def german(account: str) -> str:
        return "de" if account == f"telegram:{ANNA['id']}" else ""

    wire.api.says(wire.api.private(ANNA), ANNA, document=wire.api.file(BIG, file_name="max.png", mime_type="image/png"))
    channel = Telegram(settings(wire.api), wire.shelf, Rules(), Languages(german), SECRET, pace=quick())
    assert await channel.read([await wire.letter()]) == Reply(translated(TOO_LARGE, "de"))


@pytest.mark.parametrize("says_its_size", [True, False])
async def test_a_file_over_20_mb_is_declined_with_a_sentence(wire: Wire, says_its_size: bool) -> None:
    file = wire.api.file(BIG, file_name="max.png", mime_type="image/png")
    file |= {} if says_its_size else {"file_size": 1}
    wire.api.says(wire.api.private(ANNA), ANNA, document=file)
    assert await wire.channel.read([await wire.letter()]) == Reply(TOO_LARGE)


@pytest.mark.parametrize("when", ["asked for", "fetched"])
async def test_a_picture_that_is_gone_is_asked_for_again(wire: Wire, when: str) -> None:
    wire.api.says(wire.api.private(ANNA), ANNA, photo=wire.api.photo(MAX))
    if when == "fetched":
        wire.api.is_losing_files = True
    else:
        wire.api.files.clear()
    assert await wire.channel.read([await wire.letter()]) == Reply(NOT_FETCHED)


async def test_a_picture_sent_as_a_file_is_a_picture(wire: Wire) -> None:
    file = wire.api.file(MAX, file_name="max.jpg", mime_type="image/jpeg")
    wire.api.says(wire.api.private(ANNA), ANNA, "this is Max", document=file)
    assert (await wire.heard(await wire.letter())).attachments == (MAX,)


@pytest.mark.parametrize("moves", [False, True])
async def test_a_sticker_is_a_picture_and_of_one_that_moves_its_still(wire: Wire, moves: bool) -> None:
    still = wire.api.file(BELLA, width=100, height=100)
    sticker = wire.api.file(MAX, width=512, height=512, type="regular", is_animated=moves, is_video=False)
    wire.api.says(wire.api.private(ANNA), ANNA, sticker={**sticker, "thumbnail": still})
    assert (await wire.heard(await wire.letter())).attachments == (BELLA if moves else MAX,)


async def test_what_is_no_picture_is_answered_with_a_sentence(wire: Wire) -> None:
    voice = wire.api.file(b"la la", duration=2)
    wire.api.says(wire.api.private(ANNA), ANNA, voice=voice)
    assert await wire.channel.read([await wire.letter()]) == Reply(NO_PICTURE)


async def test_what_it_says_without_a_conversation_is_in_the_language_of_the_persons_app(wire: Wire) -> None:
    for number, language in enumerate(("es", "en"), start=44):
        dora = person(number, "Dora", language_code=language)
        wire.api.says(wire.api.private(dora), dora, voice=wire.api.file(b"la la", duration=2))
    await until(lambda: len(wire.shelf.letters) == 2)
    spanish, english = [await wire.channel.read([letter]) for letter in wire.shelf.letters]
    assert isinstance(spanish, Reply)
    assert spanish.text.startswith("Puedo mirar fotos")
    assert english == Reply(NO_PICTURE)


async def test_a_forwarded_photo_is_an_ordinary_photo(wire: Wire) -> None:
    origin = {"type": "user", "date": 1_790_000_000, "sender_user": {"id": 9, "is_bot": False, "first_name": "Zoe"}}
    wire.api.says(wire.api.private(ANNA), ANNA, photo=wire.api.photo(MAX), forward_origin=origin)
    message = await wire.heard(await wire.letter())
    assert (message.person, message.attachments) == ("telegram:42", (MAX,))


async def test_a_reply_brings_the_picture_it_replies_to(wire: Wire) -> None:
    chat = wire.api.private(ANNA)
    photo = wire.api.says(chat, ANNA, photo=wire.api.photo(MAX))
    wire.api.says(chat, ANNA, "this is Max", reply_to_message=photo)
    await seen(wire.api)
    message = await wire.heard(wire.shelf.letters[1])
    assert (message.attachments, message.quoted) == ((), (MAX,))


async def test_an_album_is_one_message_with_every_picture_and_all_captions(wire: Wire) -> None:
    chat, album = wire.api.private(ANNA), {"media_group_id": "77"}
    wire.api.says(chat, ANNA, photo=wire.api.photo(MAX), **album)
    wire.api.says(chat, ANNA, "this is Max", photo=wire.api.photo(BELLA), **album)
    await seen(wire.api)
    assert [letter.album for letter in wire.shelf.letters] == ["77", "77"]
    message = await wire.heard()
    assert message.attachments == (MAX, BELLA)
    assert (message.text, message.update) == ("this is Max", wire.shelf.letters[0].update)


async def test_an_edit_names_the_update_whose_words_it_replaces(wire: Wire) -> None:
    said = wire.api.says(wire.api.private(ANNA), ANNA, "who is Bella?")
    first = await wire.letter()
    wire.api.edits(said, "who is Max?")
    await seen(wire.api)
    message = await wire.heard(wire.shelf.letters[1])
    assert (message.text, message.edits) == ("who is Max?", first.update)
    assert message.update != first.update


async def test_the_same_message_has_the_same_name_however_often_it_comes(wire: Wire) -> None:
    wire.api.says(wire.api.private(ANNA), ANNA, "hello")
    await wire.letter()
    wire.api.repeat()
    wire.api.says(wire.api.private(BOB), BOB, "hello")
    await seen(wire.api)
    assert len(wire.shelf.letters) == 2


async def test_people_in_the_words_come_by_account_and_the_bot_is_left_out(wire: Wire) -> None:
    group = wire.api.group("friends", ANNA, BOB)
    wire.api.says(group, ANNA, "/who")  # from here on "@anna_b" is known
    text = "@familiar_bot 🐶🐶 Zoe, @anna_b and @stranger"
    zoe = {"type": "text_mention", "offset": 19, "length": 3, "user": {"id": 9, "is_bot": False, "first_name": "Zoe"}}
    marks = [{"type": "mention", "offset": at, "length": n} for at, n in ((0, 13), (24, 7), (36, 9))]
    wire.api.says(group, BOB, text, entities=[*marks, zoe])
    await seen(wire.api)
    await wire.heard(wire.shelf.letters[0])
    message = await wire.heard(wire.shelf.letters[1])
    assert message.text == "🐶🐶 Zoe, @anna_b and @stranger"
    assert set(message.mentions) == {Account("telegram:9", "Zoe"), Account("telegram:42", "Anna")}


async def test_a_topic_is_a_chat_of_its_own_in_the_groups_memory(wire: Wire) -> None:
    group = wire.api.group("friends", ANNA, topics=(7,))
    wire.api.says(group, ANNA, "/who@familiar_bot", message_thread_id=7, is_topic_message=True)
    letter = await wire.letter()
    message = await wire.heard(letter)
    assert message.chat == letter.chat == f"telegram:{group.id}:7"
    assert message.group is not None
    assert message.group.shown == "friends"
    assert message.group.id == letter.group == message.owner == f"telegram:{group.id}"
    assert message.text == "/who"


@pytest.mark.parametrize("status", ["administrator", "member"])
@pytest.mark.parametrize(
    ("words", "rule", "is_asked"),
    [
        ("/rules admins", Rule.EVERYONE, True),
        ("Fam, this is Max", Rule.ADMINS, True),
        ("Fam, hi", Rule.EVERYONE, False),
    ],
)
async def test_who_administers_a_group_is_asked_once_and_only_where_it_matters(
    wire: Wire, rules: Rules, status: str, words: str, rule: Rule, is_asked: bool
) -> None:
    rules.settled = GroupRules(rule, called="Fam")
    group = wire.api.group("friends", ANNA)
    group.members[ANNA["id"]] = status
    for text in (words.replace("/rules", "/rules@familiar_bot"), "@familiar_bot " + words):
        wire.api.says(group, ANNA, text)
    await seen(wire.api)
    heard = [await wire.heard(letter) for letter in wire.shelf.letters]
    assert [message.group and message.group.by_admin for message in heard] == [is_asked and status != "member"] * 2
    assert len([call for call in wire.api.calls if call.method == "getChatMember"]) == is_asked


async def test_an_admin_who_stays_anonymous_is_the_group_itself(wire: Wire) -> None:
    group = wire.api.group("friends", ANNA)
    robot = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    wire.api.says(group, robot, "/rules@familiar_bot admins", sender_chat=group.json)
    message = await wire.heard(await wire.letter())
    assert message.group is not None
    assert (message.person, message.group.by_admin) == (f"telegram:{group.id}", True)


async def test_a_group_that_becomes_a_supergroup_has_moved(wire: Wire) -> None:
    old = wire.api.group("friends", ANNA, kind="group")
    new = wire.api.migrates(old)
    letter = await wire.letter()
    assert letter.chat == f"telegram:{new.id}"  # nothing that is said there is answered before it
    with pytest.raises(Moved) as moved:
        await wire.channel.read([letter])
    assert (moved.value.old, moved.value.group) == (f"telegram:{old.id}", f"telegram:{new.id}")


@pytest.mark.parametrize("sees", [True, False])
async def test_on_joining_it_says_what_it_can_see_as_telegram_tells_it_now(wire: Wire, sees: bool) -> None:
    wire.api.bot["can_read_all_group_messages"] = sees
    wire.api.lets_in(wire.api.group("friends", ANNA), ANNA)
    line = await wire.channel.read([await wire.letter()])
    assert isinstance(line, Reply)
    assert ("shows me every message" in line.text) is sees
    assert ("does not show me" in line.text) is not sees


async def test_being_put_out_or_blocked_is_noticed_and_needs_no_answer(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    wire.api.lets_in(wire.api.group("friends", ANNA), ANNA, "kicked", before="member")
    wire.api.lets_in(wire.api.private(ANNA), ANNA, "kicked", before="member")
    await seen(wire.api)
    assert wire.shelf.letters == []
    assert [line for line in caplog.messages if "out of a" in line] == [
        "Telegram: out of a supergroup chat",
        "Telegram: out of a private chat",
    ]


async def test_it_introduces_itself_only_where_it_was_not_before_and_only_to_groups(wire: Wire) -> None:
    wire.api.lets_in(wire.api.group("friends", ANNA), ANNA, "administrator", before="member")
    wire.api.lets_in(wire.api.private(ANNA), ANNA, "member", before="kicked")
    await seen(wire.api)
    assert wire.shelf.letters == []
