"""Languages: who is answered in which, and what stays as it was said."""

import pytest

from core.conversation import SORRY
from core.language import LANGUAGES, translated
from tests.fakes.chat import MAX, MAYBE_MAX, Chat

GROUP, BEN = "telegram:-5", "telegram:2"


async def test_a_person_is_answered_in_the_language_of_their_app_and_in_english_where_it_tells_none(chat: Chat) -> None:
    assert (await chat.say("/who", language="de-at")).text.startswith("Ich kenne noch niemanden")
    assert (await chat.say("/who", language="fr")).text.startswith("Je ne connais encore personne")
    for unknown in ("pt-br", ""):
        assert (await chat.say("/who", language=unknown)).text.startswith("I don't know anybody yet")


async def test_the_language_a_person_chose_goes_before_that_of_the_app_everywhere_and_for_them_alone(
    chat: Chat,
) -> None:
    chosen = await chat.say("/language french", language="de")
    assert chosen.text.startswith("À partir de maintenant, je parle Français avec toi.")
    assert (await chat.say("/who", language="de")).text.startswith("Je ne connais")
    assert (await chat.say("/who", chat=GROUP, language="de")).text.startswith("Je ne connais")
    assert (await chat.say("/who", person=BEN, chat=GROUP)).text.startswith("I don't know")
    assert (await chat.say("/language en", language="de")).text == "From now on I speak English with you."
    assert (await chat.say("/who", language="de")).text.startswith("I don't know")


@pytest.mark.parametrize("asked", ["/language", "/language klingon"])
async def test_the_languages_there_are_can_be_chosen_by_button(chat: Chat, asked: str) -> None:
    offered = await chat.say(asked)
    assert tuple(choice.label for choice in offered.choices) == tuple(LANGUAGES.values())
    spanish = next(choice for choice in offered.choices if choice.label == "Español")
    assert (await chat.say(choice=spanish.value)).text.startswith("Desde ahora te hablo en Español.")
    assert (await chat.say("/who")).text.startswith("Todavía no conozco a nadie")


async def test_what_was_taught_stays_in_the_words_of_who_taught_it(chat: Chat) -> None:
    taught = await chat.say("remember this is my dog Max, he loves balls", MAX, language="de")
    assert taught.text == "Alles klar, das ist Max (dog). Ich habe notiert: Max loves balls."
    assert taught.pictures[0].caption == "Max, so wie ich es mir merke"
    assert (await chat.say("/undo", language="es")).text == "Deshecho: presentar a Max."


async def test_buttons_speak_the_persons_language_and_mean_the_same(chat: Chat) -> None:
    await chat.say("this is Max", MAX)
    doubt = await chat.say("who is this?", MAYBE_MAX, language="de")
    assert doubt.text == "Ich bin nicht sicher. Ist das Max?"
    assert [(choice.label, choice.value) for choice in doubt.choices] == [
        *(("Ja", "yes"), ("Nein", "no"), ("Jemand anders", "else"))
    ]
    assert (await chat.say(choice="yes", language="de")).text == "Danke! Ich merke mir, dass das Max ist."


async def test_a_choice_of_language_leaves_an_open_question_to_be_asked_again(chat: Chat) -> None:
    await chat.say("this is Max", MAX)
    await chat.say("forget Max")
    await chat.say(choice="language de")
    await chat.say("yes")
    assert [card.concept.name for card in await chat.cards()] == ["Max"]


async def test_bad_input_and_outages_are_told_in_the_persons_language(chat: Chat) -> None:
    await chat.say("/language de")
    assert (
        await chat.say("", b"no picture")
    ).text == "Das kann ich nicht als Bild lesen. Schick bitte ein Foto als JPEG oder PNG."
    chat.generator.is_down = True
    assert (await chat.say("who is this?", MAX)).text == translated(SORRY, "de")
    chat.database.down = True  # then nobody knows what was chosen
    assert (await chat.say("who is this?", MAX, language="fr")).text == translated(SORRY, "fr")


async def test_the_card_has_dates_and_counts_as_the_language_has_them(chat: Chat) -> None:
    await chat.say("this is my dog Max, he loves balls", MAX)
    title, fact, photos = (await chat.say("/about Max", language="de")).text.splitlines()
    assert (title, photos) == ("Max (dog)", "1 Foto")
    assert fact.startswith("1. Max loves balls (erzählt am ")


async def test_a_receipt_counts_in_the_persons_language_and_in_english_by_the_names_of_the_tables(chat: Chat) -> None:
    receipts = {}
    for language in ("en", "de", "es", "fr"):
        await chat.say("remember this is my dog Max, he loves balls", MAX)
        await chat.say("/erase me")
        receipts[language] = (await chat.say("yes", language=language)).text
    assert "Receipt: 1 concepts, 1 facts, 1 looks" in receipts["en"]
    assert "Beleg: Ausschnitte (1), Einträge (1), Fakten (1)" in receipts["de"]
    assert "Recibo: datos (1), fichas (1)" in receipts["es"]
    assert "extraits (1), faits (1), fiches (1)" in receipts["fr"]
