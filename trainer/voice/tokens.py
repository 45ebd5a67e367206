"""The pocket VLM's tokenizer and processor, made from our own words.

A byte-level BPE, so that any name in any script can be read and copied. A word has its leading space wherever it
stands, also at the start of a line and behind a quotation mark: a name or a fact is the same tokens on a card and in
an answer. What is written never holds that mark (`core.prompt` quotes with it): nothing is lost when it is text again.
"""

from collections.abc import Iterable, Sequence

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlavaProcessor, PreTrainedTokenizerFast
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

IMAGE, START, END, PAD = "<image>", "<|im_start|>", "<|im_end|>", "<|pad|>"
SPECIAL = (PAD, START, END, IMAGE)

# ChatML. `content` is a string or a list of parts; a part that is not text is a picture.
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}{{ '<image>' }}{% endif %}"
    "{% endfor %}{% endif %}{{ '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def train_tokenizer(texts: Iterable[str], vocabulary: int, context: int) -> PreTrainedTokenizerFast:
    """A byte-level BPE of `vocabulary` tokens, the special ones first, learnt from `texts`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex('["\n]'), "merged_with_previous"), pre_tokenizers.ByteLevel(add_prefix_space=True)]
    )
    # The space that was added at the start of a line is taken back when tokens become text again.
    taken_back = ("\n ", "\n"), (" \n", "\n")
    tokenizer.decoder = decoders.Sequence([decoders.ByteLevel(), *(decoders.Replace(*pair) for pair in taken_back)])
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token=START,
        eos_token=END,
        pad_token=PAD,
        additional_special_tokens=[IMAGE],
        extra_special_tokens={"image_token": IMAGE},
        clean_up_tokenization_spaces=False,
        model_max_length=context,
        chat_template=TEMPLATE,
    )


def make_processor(
    tokenizer: PreTrainedTokenizerFast, side: int, patch: int, mean: Sequence[float], std: Sequence[float]
) -> LlavaProcessor:
    """The processor that transformers and vLLM load: pictures squashed to `side` px, a token per patch and one more."""
    pictures = CLIPImageProcessorPil(
        size={"height": side, "width": side},
        crop_size={"height": side, "width": side},
        do_center_crop=False,
        image_mean=list(mean),
        image_std=list(std),
    )
    return LlavaProcessor(  # type: ignore[no-untyped-call]
        image_processor=pictures,
        tokenizer=tokenizer,
        patch_size=patch,
        vision_feature_select_strategy="full",
        num_additional_image_tokens=1,
        image_token=IMAGE,
        chat_template=TEMPLATE,
    )
