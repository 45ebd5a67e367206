"""The drawn world: beings and things that no model has ever seen, in scenes whose truth is known to the pixel.

    dog = draw_identity(7, "dog")                          # an Identity of the training split
    twin = look_alike(dog, seed=1)                         # differs in exactly one trait that can be seen
    scene = plan_scene(3, [dog, draw_identity(8)])         # a Scene: place, actions, boxes, objects, relations
    pixels = render(scene)                                 # uint8 [size, size, 3], RGB; core.photos.photo_of adds JPEG
    photo_caption(scene, {0: "Max", 1: "Mo"})              # "Max is sleeping and Mo is running at the beach."
    name(5), fact(9), facts(9, 3)                          # a name; (topic, predicate, single) triples

Everything is a function of its seed: the same seed gives the same bytes on the same machine. Every draw takes
`split="train" | "test"`; identities, names, facts and places of the test split never occur in training.
An identity's split is decided by a hash over its kind and its discrete traits but one, its accessory (1/8 of the hashes
are test), so no test identity shares its look, accessory aside, with a training identity.
"""

from trainer.world.facts import Fact, fact, facts
from trainer.world.identities import Identity, draw_identity, look_alike, split_of
from trainer.world.kinds import KINDS
from trainer.world.names import name, name_split
from trainer.world.picture import render
from trainer.world.places import NOWHERE, PLACES, TEST_PLACES, VALIDATION_PLACES
from trainer.world.pose import Split
from trainer.world.scenes import Being, Relation, Scene, Thing, plan_scene
from trainer.world.words import ACTION_WORDS, PLACE_PHRASES, action_phrase, article, photo_caption

__all__ = [
    "ACTION_WORDS",
    "KINDS",
    "NOWHERE",
    "PLACES",
    "PLACE_PHRASES",
    "TEST_PLACES",
    "VALIDATION_PLACES",
    "Being",
    "Fact",
    "Identity",
    "Relation",
    "Scene",
    "Split",
    "Thing",
    "action_phrase",
    "article",
    "draw_identity",
    "fact",
    "facts",
    "look_alike",
    "name",
    "name_split",
    "photo_caption",
    "plan_scene",
    "render",
    "split_of",
]
