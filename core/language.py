"""The language of fixed replies. English is what the code says; `core/locales` holds the others, one catalogue each.

What people taught and what the model says stays as it is; the words Familiar understands are English as well.
"""

import gettext
import io
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
LANGUAGES: Final = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français"}  # as they call themselves
_ENGLISH_DAY = "dd MMM y"

_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Have `say` answer in this language from here on, in this task; as `code_of` has it."""
    _language.set(code_of(language))


def code_of(language: str) -> str:
    """Which of `LANGUAGES` an app means by a code such as "es-MX". One that is not known, or not told, is English."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else "en"


def spoken() -> str:
    """The code of the language that `say` answers in."""
    return _language.get()


def say(sentence: str, **fields: object) -> str:
    """A whole sentence in the language of the one who is answered, its {fields} filled in.

    `sentence` is the English one: a literal, or a constant that `to_say` made.
    """
    told = translated(sentence, spoken())
    return told.format(**fields) if fields else told


def to_say(sentence: str) -> str:
    """The same English sentence, for `say` to say later; `tests/test_language.py` finds it in every catalogue."""
    return sentence


def translated(sentence: str, language: str) -> str:
    """A sentence in one of `LANGUAGES`, its {fields} as they are."""
    return _catalogue(language).gettext(sentence) if sentence else ""


def listed(names: Sequence[str]) -> str:
    """Names as they stand in a sentence: "Max", "Max and Bella", "Max, Bella and Mo"."""
    if len(names) < 2:
        return "".join(names)
    return say("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def day(at: datetime) -> str:
    """A date as people write it."""
    return format_date(at, _ENGLISH_DAY if spoken() == "en" else "medium", locale=spoken())


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
