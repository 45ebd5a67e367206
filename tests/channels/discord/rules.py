"""What Discord refuses: the limits of a message, as its documentation states them."""

import json
from collections.abc import Iterator
from typing import Any

from tests.channels.discord.world import COMPONENTS_V2, Payload

SECTION, ACTION_ROW, BUTTON = 9, 1, 2


def wrong_with(payload: Payload, files: int, *, is_new: bool) -> str:
    """Why Discord would not take this message; empty when it would."""
    content, parts = payload.get("content") or "", list(_walk(payload.get("components") or []))
    is_v2 = bool(payload.get("flags", 0) & COMPONENTS_V2)
    faults = {
        "content: at most 2000": len(content) > 2000,
        "nonce: at most 25": len(str(payload.get("nonce", ""))) > 25,
        "empty message": is_new and not (content or files or (is_v2 and parts)),
        "content beside components v2": is_v2 and bool(content),
        "too many components": len(parts) > 40,
        "rows": not is_v2 and len(payload.get("components") or []) > 5,
        "buttons in a row": any(len(p["components"]) > 5 for p in parts if p["type"] == ACTION_ROW),
        "custom_id": any(not 1 <= len(p["custom_id"]) <= 100 for p in parts if "custom_id" in p),
        "custom_id twice": _has_twins([p["custom_id"] for p in parts if "custom_id" in p]),
        "label": any(not 1 <= len(p["label"]) <= 80 for p in parts if p["type"] == BUTTON),
        "text of components": sum(len(p.get("content", "")) for p in parts) > 4000,
        "old components in v2, or new ones outside": any(p["type"] >= SECTION for p in parts) and not is_v2,
        "files": files > 10,
        "picture that is not attached": _unattached(parts, payload),
        "somebody may be mentioned": payload.get("allowed_mentions") != {"parse": []},
        "links may be previewed": not payload.get("flags", 0) & 4,
    }
    return ", ".join(fault for fault, found in faults.items() if found)


def _walk(components: list[Any]) -> Iterator[Payload]:
    for component in components:
        yield component
        yield from _walk(component.get("components", []))
        yield from _walk([component["accessory"]] if "accessory" in component else [])


def _has_twins(names: list[str]) -> bool:
    return len(names) != len(set(names))


def _unattached(parts: list[Payload], payload: Payload) -> bool:
    there = {f"attachment://{a['filename']}" for a in payload.get("attachments", []) if "filename" in a}
    named = [item["media"]["url"] for p in parts for item in p.get("items", [])]
    named += [p["media"]["url"] for p in parts if "media" in p]
    return not there.issuperset(named)


def read_json(raw: str | bytes) -> Payload:
    """A request's JSON object."""
    found: Payload = json.loads(raw)
    return found
