"""Who is who on Telegram: the bot itself, a group's admins and rules, usernames. Asked when needed, kept for a while.

Nothing here is stored: what is forgotten is asked again.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from telegram import Message, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.kept import MOST_KEPT, Kept
from bot.pacing import Urgency
from bot.telegram.reading import Me, account_of, group_of
from core.messages import Account
from core.people import GroupRules, Rule

Rules = Callable[[str], Awaitable[GroupRules]]

RULES_STAY, ADMINS_STAY = 10.0, 300.0  # s
_ADMINS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


class Directory:
    """What the channel knows of accounts and groups for the time being."""

    def __init__(self, bot: ExtBot[Urgency], rules: Rules) -> None:
        self._bot, self._rules = bot, rules
        self._me: Me | None = None
        self._of_group: Kept[str, GroupRules] = Kept(RULES_STAY)
        self._admins: Kept[tuple[int, int], bool] = Kept(ADMINS_STAY)
        self._usernames: OrderedDict[str, Account] = OrderedDict()
        self._newest: dict[str, int] = {}

    async def me(self, *, again: bool = False) -> Me:
        """The bot's account; asked `again` where it matters what it may see now."""
        if self._me is None or again:
            user = await self._bot.get_me()
            self._me = Me(user.id, user.username or "", bool(user.can_read_all_group_messages))
        return self._me

    async def rules(self, group: str) -> GroupRules:
        """What the group's admins settled."""
        return await self._of_group.get(group, lambda: self._rules(group))

    def answered(self, group: str) -> None:
        """Something was answered there: it may have been a new rule."""
        self._of_group.drop(group)

    async def by_admin(self, message: Message, user: User | None, words: str) -> bool:
        """Whether the speaker administers the group; Telegram is asked only where that makes a difference."""
        if message.sender_chat:
            return message.sender_chat.id == message.chat.id  # an admin who stays anonymous
        asks = words.startswith("/") or (await self.rules(group_of(message.chat))).rule is not Rule.EVERYONE
        return await self.is_admin(message.chat.id, user.id) if asks and user else False

    async def is_admin(self, chat: int, user: int) -> bool:
        """Whether Telegram says so."""

        async def ask() -> bool:
            try:
                return (await self._bot.get_chat_member(chat, user)).status in _ADMINS
            except (BadRequest, Forbidden):  # not a member any more, or we are not
                return False

        return await self._admins.get((chat, user), ask)

    def meet(self, user: User) -> None:
        """Somebody spoke to the bot: from now on their username says who is meant."""
        if user.username:
            self._usernames[user.username.lower()] = account_of(user)
            self._usernames.move_to_end(user.username.lower())
            if len(self._usernames) > MOST_KEPT:
                self._usernames.popitem(last=False)

    @property
    def usernames(self) -> OrderedDict[str, Account]:
        """Whom a username in lower case names, of those who spoke to the bot since it started."""
        return self._usernames

    def passed(self, chat: int, message_id: int) -> None:
        """A message with this id was seen."""
        row = _row(chat)
        self._newest[row] = max(self._newest.get(row, 0), message_id)

    def newest(self, chat: int) -> int:
        """The highest message id seen where this chat's messages are counted; 0 at first."""
        return self._newest.get(_row(chat), 0)


def _row(chat: int) -> str:
    """A supergroup counts its messages by itself; all other chats of a bot are counted in one row."""
    return str(chat) if str(chat).startswith("-100") else ""
