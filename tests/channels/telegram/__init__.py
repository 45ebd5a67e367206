"""Telegram against a Bot API server of the tests' own, over HTTP."""
