"""The pages before the page: signing in, and asking for the token. Plain HTML, so that they need no connection."""

from html import escape
from string import Template

from nicegui import __version__ as nicegui_version

from bot.page.icons import FACE

FONTS = f"/_nicegui/{nicegui_version}/static/fonts.css"  # those of the page, for machines that have none as good

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>$title · Familiar</title>
<link rel="icon" href="/static/face.svg" type="image/svg+xml">
<script src="/static/page.js"></script>
<link rel="stylesheet" href="$fonts">
<link rel="stylesheet" href="/static/style.css">
</head>
<body class="plain">
<main class="door">
<div class="door-face">$face</div>
<h1>$heading</h1>
<p class="door-words">$words</p>
<form method="$method" action="$action">
<label for="answer">$label</label>
<input id="answer" name="$field" type="$kind" autocomplete="$complete" maxlength="$most" required autofocus
 aria-describedby="problem hint">
<p id="problem" class="problem" role="alert">$problem</p>
<button class="primary" type="submit">$button</button>
</form>
<p id="hint" class="hint">$hint</p>
</main>
</body>
</html>""")


def sign_in_page(problem: str = "") -> str:
    """Asks for a name. `problem` says why the last one could not be used."""
    return _PAGE.substitute(
        title="Hello",
        fonts=FONTS,
        face=FACE,
        heading="Hi, I'm Familiar",
        words="Show me your friends and pets once, and I know them in every photo from then on.",
        method="post",
        action="/sign-in",
        label="What should I call you?",
        field="name",
        kind="text",
        complete="nickname",
        most="40",
        problem=escape(problem),
        button="Come in",
        hint="Everybody who signs in has a memory of their own. There is no password: a name is enough here.",
    )


def token_page(*, was_wrong: bool) -> str:
    """Asks for the token of this installation."""
    return _PAGE.substitute(
        title="Token",
        fonts=FONTS,
        face=FACE,
        heading="Who goes there?",
        words="This Familiar lives on another machine and opens with a token.",
        method="get",
        action="/",
        label="Token",
        field="token",
        kind="password",
        complete="off",
        most="512",
        problem="That is not the token." if was_wrong else "",
        button="Open",
        hint="Whoever started Familiar chose it: it is the setting FAMILIAR_TOKEN.",
    )
