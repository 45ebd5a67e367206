"""The words of the drawn world: how an action, a place and a relation are told, and short true sentences."""

from collections.abc import Mapping
from typing import Final

from trainer.world.scenes import Scene

ACTION_WORDS: Final[dict[str, tuple[str, str]]] = {  # the action -> ("sleeps", "is sleeping")
    action: (action, f"is {doing}")
    for action, doing in {
        "stands": "standing",
        "sits": "sitting",
        "sleeps": "sleeping",
        "runs": "running",
        "walks": "walking",
        "jumps": "jumping",
        "hops": "hopping",
        "flies": "flying",
        "sings": "singing",
        "eats": "eating",
        "waves": "waving",
        "reads a book": "reading a book",
        "plays with a ball": "playing with a ball",
        "lies": "lying on its side",
        "leans": "leaning to one side",
        "lies upside down": "lying upside down",
        "hangs": "hanging on a rope",
        "drives": "driving",
    }.items()
}
PLACE_PHRASES: Final[dict[str, str]] = {
    "living room": "in the living room",
    "kitchen": "in the kitchen",
    "bedroom": "in the bedroom",
    "park": "in the park",
    "garden": "in the garden",
    "street": "on the street",
    "beach": "at the beach",
    "forest": "in the forest",
    "snow": "in the snow",
    "desert": "in the desert",
    "playground": "on the playground",
    "farm": "on the farm",
    "lake": "by the lake",
    "mountains": "in the mountains",
    "library": "in the library",
    "city at night": "in the city at night",
}


def action_phrase(action: str) -> str:
    """The action as it is seen: "is sleeping"."""
    return ACTION_WORDS[action][1]


def article(noun: str) -> str:
    """The noun with "a" or "an"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def photo_caption(scene: Scene, names: Mapping[int, str]) -> str:
    """One true sentence: "Max is sleeping and a cat is running at the beach." `names` by place in `beings`."""
    told = [
        f"{names.get(index) or article(being.identity.kind)} {action_phrase(being.action)}"
        for index, being in enumerate(scene.beings)
    ]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"{listed[0].upper()}{listed[1:]} {PLACE_PHRASES[scene.place]}."
