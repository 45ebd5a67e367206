"""What can go wrong that is not a bug.

    Outage              something we depend on did not answer; logged with its cause, one apology to the person
      GeneratorDown     the vision-language model
      StoreDown         PostgreSQL
      EncoderDown       the encoder or the detector: weights, device
    BadInput            what a person sent can't be used; `str(error)` is the sentence they read
    Refusal             Familiar must not start like this; `str(error)` is the line the operator reads
      StalePrompt       the LoRA adapter was trained on other prompts

Expected outcomes (an unknown name, two beings in a photo) are replies, not exceptions.
"""


class Outage(Exception):
    """Something Familiar depends on did not answer."""


class GeneratorDown(Outage):
    """The vision-language model is down, refuses, or answers rubbish."""


class StoreDown(Outage):
    """PostgreSQL can't be reached, or broke off in mid-deed; nothing of the deed was kept."""


class EncoderDown(Outage):
    """The encoder or the detector has no weights, or its device failed."""


class BadInput(Exception):
    """What a person sent can't be used. The message is the sentence that person reads."""


class Refusal(Exception):
    """Familiar can't start like this. The message is the one line an operator reads."""


class StalePrompt(Refusal):
    """The LoRA adapter was trained on prompts that differ from those `core.prompt` writes now."""
