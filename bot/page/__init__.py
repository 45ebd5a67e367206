"""The page: a chat, a gallery and its cards, in a browser. `bot.web` puts it together."""
