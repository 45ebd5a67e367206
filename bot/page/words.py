"""What the page says for a person when they press something: always words they might have typed."""

from core.concepts import Concept

HELP = "What can you do?"
WHO = "Who do you know?"
STORED = "What do you store?"
UNDO = "undo"
EXPORT = "/export"
ERASE = "/erase me"
TEACH = "Remember, this is my "  # to be completed, with a photo


def rename(concept: Concept, new: str) -> str:
    """Another name for somebody."""
    return f"rename {concept.name} to {new}"


def also_called(concept: Concept, nickname: str) -> str:
    """One more name for somebody."""
    return f"{concept.name} is also called {nickname}"


def tell(concept: Concept, predicate: str) -> str:
    """Something new about somebody: "loves tennis balls"."""
    return f"{concept.name} {predicate}"


def remove_fact(concept: Concept, number: int) -> str:
    """The fact with this number on the card, from 1."""
    return f"remove fact {number} of {concept.name}"


def remove_photo(concept: Concept, number: int) -> str:
    """The photo with this number on the card, from 1."""
    return f"remove photo {number} of {concept.name}"


def another_photo(concept: Concept) -> str:
    """What goes with one more photo of somebody known."""
    return f"this is {concept.name}"


def forget(concept: Concept) -> str:
    """Everything about somebody; the answer asks whether it is meant."""
    return f"forget {concept.name}"
