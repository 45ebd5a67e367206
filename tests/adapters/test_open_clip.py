"""The encoder adapter, on tiny models loaded the way real ones are."""

import asyncio
import json
import math
from pathlib import Path

import open_clip
import pytest
import torch
from safetensors.torch import save_file

from core.adapters.open_clip import UNCALIBRATED, OpenClipEncoder, load_encoder, name_of, seen_in
from core.errors import EncoderDown
from core.ports import Encoder, Thresholds
from tests.eyes.tiny import encoder_folder, picture


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encoder_folder(tmp_path_factory.mktemp("models") / "encoder")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> OpenClipEncoder:
    return load_encoder(f"local-dir:{folder}")


async def test_vectors_of_photos_and_words_have_length_one_and_the_promised_dimension(encoder: Encoder) -> None:
    vectors = [*await encoder.photos([picture(1), picture(2)]), *await encoder.words(["a dog", "two cups"])]
    assert len(vectors) == 4
    for vector in vectors:
        assert len(vector) == encoder.dimension
        assert math.hypot(*vector) == pytest.approx(1.0, abs=1e-4)


async def test_the_same_photo_has_the_same_vector_and_another_photo_another(encoder: Encoder) -> None:
    (first,), (again,), (other,) = [await encoder.photos([picture(seed)]) for seed in (1, 1, 2)]
    assert first == again
    assert first != pytest.approx(other, abs=1e-3)


async def test_many_photos_at_once_have_the_vectors_they_have_alone(encoder: Encoder) -> None:
    photos = [picture(seed) for seed in range(40)]
    together = await encoder.photos(photos)
    for photo, vector in list(zip(photos, together, strict=True))[::13]:
        assert (await encoder.photos([photo]))[0] == pytest.approx(vector, abs=1e-4)


def test_what_differs_at_the_edge_alone_counts_less_in_two_frames_than_in_one(encoder: OpenClipEncoder) -> None:
    one, other = torch.randn(2, 8, 3, 32, 32, generator=torch.Generator().manual_seed(3))
    other[..., 4:28, 4:28] = one[..., 4:28, 4:28]
    once = [encoder._model.encode_image(pixels, normalize=True) for pixels in (one, other)]
    framed = [seen_in((1.0, 0.75), encoder._model, pixels) for pixels in (one, other)]
    assert ((framed[0] * framed[1]).sum(-1) > (once[0] * once[1]).sum(-1)).all()


async def test_an_encoder_looks_at_the_frames_of_its_config_and_else_at_the_whole(folder: Path, tmp_path: Path) -> None:
    whole = encoder_folder(tmp_path / "encoder")
    config = json.loads((whole / "open_clip_config.json").read_text())
    assert config.pop("frames") == [1.0, 0.8, 0.6]
    (whole / "open_clip_config.json").write_text(json.dumps(config))
    (framed,), (plain,) = [await load_encoder(f"local-dir:{each}").photos([picture(1)]) for each in (folder, whole)]
    assert name_of(folder) != name_of(whole)
    assert framed != pytest.approx(plain, abs=1e-3)


async def test_no_photos_have_no_vectors(encoder: Encoder) -> None:
    assert await encoder.photos([]) == []
    assert await encoder.words([]) == []


async def test_the_event_loop_goes_on_while_photos_are_encoded(encoder: Encoder) -> None:
    encoding = asyncio.create_task(encoder.photos([picture(seed, 900, 900) for seed in range(24)]))
    ticks = 0
    while not encoding.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks > 5


def test_other_weights_have_another_name_and_another_place_has_not(folder: Path, tmp_path: Path) -> None:
    same = encoder_folder(tmp_path / "encoder")
    other = encoder_folder(tmp_path / "other" / "encoder", seed=1)
    assert name_of(same) == name_of(folder)
    assert name_of(other) != name_of(folder)


def test_limits_are_those_calibrated_for_these_weights(tmp_path: Path) -> None:
    folder = encoder_folder(tmp_path / "encoder")
    kept = {
        "encoder": name_of(folder),
        "sure": 0.8,
        "maybe": 0.6,
        "margin": 0.05,
        "certain": 0.9,
        "told": 0.5,
        "same": 0.85,
    }
    (folder / "thresholds.json").write_text(json.dumps(kept))
    assert load_encoder(f"local-dir:{folder}").thresholds == Thresholds(0.8, 0.6, 0.05, 0.9, 0.5, 0.85)


def test_limits_from_before_look_alikes_were_measured_are_read(tmp_path: Path) -> None:
    folder = encoder_folder(tmp_path / "encoder")
    kept = {"encoder": name_of(folder), "sure": 0.8, "maybe": 0.6, "margin": 0.05}
    (folder / "thresholds.json").write_text(json.dumps(kept))
    assert load_encoder(f"local-dir:{folder}").thresholds == Thresholds(0.8, 0.6, 0.05)


def test_limits_calibrated_for_other_weights_are_not_used(tmp_path: Path) -> None:
    folder = encoder_folder(tmp_path / "encoder")
    kept = {"encoder": "encoder@000000000000", "sure": 0.1, "maybe": 0.1, "margin": 0.0}
    (folder / "thresholds.json").write_text(json.dumps(kept))
    assert load_encoder(f"local-dir:{folder}").thresholds == UNCALIBRATED


async def test_any_model_of_open_clip_is_loaded_by_name_and_weights(tmp_path: Path) -> None:
    config = {
        "embed_dim": 32,
        "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16},
        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 1, "layers": 1},
    }
    (tmp_path / "Tiny-ViT-B-16.json").write_text(json.dumps(config))
    open_clip.add_model_config(tmp_path / "Tiny-ViT-B-16.json")
    torch.manual_seed(0)
    weights = tmp_path / "mine.safetensors"
    save_file(dict(open_clip.create_model("Tiny-ViT-B-16").state_dict()), weights)

    encoder = load_encoder(f"Tiny-ViT-B-16/{weights}")

    assert encoder.name.startswith("Tiny-ViT-B-16/")
    assert encoder.dimension == 32
    assert encoder.thresholds == UNCALIBRATED
    assert len(await encoder.photos([picture(1)])) == 1


def _without_weights(folder: Path) -> str:
    (folder / "open_clip_model.safetensors").unlink()
    return f"local-dir:{folder}"


def _with_broken_weights(folder: Path) -> str:
    (folder / "open_clip_model.safetensors").write_bytes(b"not weights at all")
    return f"local-dir:{folder}"


def _with_broken_config(folder: Path) -> str:
    (folder / "open_clip_config.json").write_text("{")
    return f"local-dir:{folder}"


def _elsewhere(folder: Path) -> str:
    return f"local-dir:{folder}-that-is-not-there"


def _unheard_of(folder: Path) -> str:
    return "No-Such-Model/webli"


@pytest.mark.parametrize(
    "spoil", [_without_weights, _with_broken_weights, _with_broken_config, _elsewhere, _unheard_of]
)
def test_an_encoder_that_cannot_be_loaded_is_an_outage_that_names_it(spoil: object, tmp_path: Path) -> None:
    assert callable(spoil)
    setting = spoil(encoder_folder(tmp_path / "encoder"))
    with pytest.raises(EncoderDown, match="can't be loaded") as caught:
        load_encoder(setting)
    assert setting in str(caught.value)
