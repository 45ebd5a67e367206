"""Parts of a reply as rows: words as JSON, pictures and files as bytes beside it."""

from typing import Any

from bot.channel import Part
from core.messages import Choice, File, Picture


def packed(part: Part) -> tuple[dict[str, Any], list[bytes]]:
    """The part as JSON values and the bytes of its pictures and files, in that order."""
    body = {
        "text": part.text,
        "captions": [picture.caption for picture in part.pictures],
        "names": [file.name for file in part.files],
        "choices": [[choice.label, choice.value, choice.only] for choice in part.choices],
        "private": part.is_private,
    }
    return body, [*(picture.jpeg for picture in part.pictures), *(file.content for file in part.files)]


def unpacked(body: dict[str, Any], files: list[bytes]) -> Part:
    """The part that `packed` took apart."""
    captions, names = body["captions"], body["names"]
    pictures, contents = files[: len(captions)], files[len(captions) :]
    return Part(
        body["text"],
        tuple(Picture(bytes(jpeg), caption) for jpeg, caption in zip(pictures, captions, strict=True)),
        tuple(Choice(*choice) for choice in body["choices"]),
        tuple(File(name, bytes(content)) for name, content in zip(names, contents, strict=True)),
        body["private"],
    )
