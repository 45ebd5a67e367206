"""What the VLM learns from: the answers, and in training only, hints where its attention should go.

A model this small does not find out by itself, in the time there is, that a name is earned by comparing two pictures.
So one layer's heads are told to look from a crop to its reference, or to the first token of all when they differ; the
next one's to look from the words behind the crop to the crop, where what was found lies; another's to look at the name
that is to be copied; and linear helpers read from the middle of the model whether the two are the same, what it does
and where it is. None of this is in the model that is saved.
"""

from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import LlavaForConditionalGeneration
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from trainer.recipe import VoiceRecipe
from trainer.voice.batch import ACTIONS, PLACE_WORDS, Batch

MATCH_LAYER, MATCH_HEADS = 1, 2  # the layer whose first heads compare crop and reference
CARRY_LAYER, CARRY_HEADS = 2, 2  # the layer whose first heads bring what was found to the words behind the crop
LOOKUP_HEADS: Final = range(2, 3)  # the next one in both: it tells a fact whose it is, and a name its number
COPY_HEADS: Final = 3  # one of 32 numbers is too narrow a door for two thousand different tokens
_HELPED_LAYER = 2  # whose output the helpers read
_MIDDLE = 50.0  # of what ages count as; they are told from it, in its unit


class Helpers(nn.Module):
    """Linear readers of the middle of the model; thrown away after training."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.RMSNorm(width)
        self.same = nn.Linear(width, 1)
        self.action = nn.Linear(width, len(ACTIONS))
        self.place = nn.Linear(width, len(PLACE_WORDS))
        self.number = nn.Linear(width, 1)


@dataclass(frozen=True, slots=True)
class Losses:
    """The parts of one step's loss, each a scalar, and the share of right tokens and right comparisons."""

    answer: Tensor
    match: Tensor
    carry: Tensor
    copy: Tensor
    owner: Tensor
    lookup: Tensor
    helped: Tensor
    right_tokens: Tensor
    right_pairs: Tensor

    def total(self, recipe: VoiceRecipe) -> Tensor:
        """What is minimised."""
        hints = recipe.match_weight * self.match + recipe.pointer_weight * (
            self.carry + self.copy + self.owner + self.lookup
        )
        return self.answer + hints + recipe.helper_weight * self.helped

    def told(self) -> dict[str, Tensor]:
        """Under the names of the curve."""
        told = {"answer": self.answer, "match": self.match, "carry": self.carry, "copy": self.copy}
        told |= {"owner": self.owner, "lookup": self.lookup, "helped": self.helped}
        return told | {"right": self.right_tokens, "pairs": self.right_pairs}


class Learner(nn.Module):
    """A VLM whose tower has looked already, with its helpers.

    `features` [P, tokens, tower width] are the tower's, standardised; the projector is trained on those, and
    `fold_standardisation` makes it take the tower's own before it is saved.
    """

    def __init__(self, model: LlavaForConditionalGeneration, recipe: VoiceRecipe) -> None:
        super().__init__()
        self.model, self.recipe = model, recipe
        self.helpers = Helpers(recipe.width)
        self._caught: dict[int, Any] = {}  # what goes into a layer's attention
        self._middle = torch.zeros(())
        layers = model.model.language_model.layers
        self._copy_layer: Final = len(layers) - 2
        self._first: Final = int(model.config.bos_token_id)
        for layer in {MATCH_LAYER, CARRY_LAYER, self._copy_layer}:
            layers[layer].self_attn.register_forward_pre_hook(self._catch(layer), with_kwargs=True)
        layers[_HELPED_LAYER].register_forward_hook(self._catch_output)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.model.device

    def forward(self, batch: Batch, features: Tensor) -> tuple[Losses, Tensor]:
        """The losses, and for every label [n] in order of row and place whether greedy decoding would write it."""
        hidden = self.read(batch, features)
        learnt = batch.labels >= 0
        logits = self.model.lm_head(hidden[learnt])
        labels = batch.labels[learnt]
        right = logits.detach().argmax(-1) == labels
        match, right_pairs = self._match(batch)
        losses = Losses(
            answer=functional.cross_entropy(logits, labels),
            match=match,
            carry=self._told_where(CARRY_LAYER, range(CARRY_HEADS), batch.lines, batch),
            copy=self._told_where(self._copy_layer, range(COPY_HEADS), batch.copies, batch),
            owner=self._told_where(MATCH_LAYER, LOOKUP_HEADS, batch.owners, batch),
            lookup=self._told_where(CARRY_LAYER, LOOKUP_HEADS, batch.lookups, batch),
            helped=self._helped(batch),
            right_tokens=right.float().mean(),
            right_pairs=right_pairs,
        )
        return losses, right

    def read(self, batch: Batch, features: Tensor) -> Tensor:
        """The last hidden states [B, T, width]."""
        embedded = self.model.get_input_embeddings()(batch.ids)
        if len(batch.slots):
            pictured = self.model.model.multi_modal_projector(features)
            places = batch.slots[:, 1:] + torch.arange(pictured.shape[1], device=batch.slots.device)
            embedded = embedded.index_put((batch.slots[:, :1].expand_as(places), places), pictured)
        read = self.model.model.language_model(
            inputs_embeds=embedded, attention_mask=batch.mask, position_ids=batch.positions, use_cache=False
        )
        return torch.as_tensor(read.last_hidden_state)

    def _match(self, batch: Batch) -> tuple[Tensor, Tensor]:
        target = torch.where(batch.pairs[:, 3] == 1, batch.pairs[:, 2], 0)
        loss, scores = self._pointed(MATCH_LAYER, range(MATCH_HEADS), batch.pairs[:, :2], target, batch.mask)
        if not len(target):
            return loss, torch.ones(())
        at_reference = scores.gather(-1, batch.pairs[None, :, 2:3].expand(MATCH_HEADS, -1, 1))[..., 0]
        said_same = (at_reference - scores[..., 0]).mean(0) > 0
        return loss, (said_same == (batch.pairs[:, 3] == 1)).float().mean()

    def compare(self, references: Tensor, crops: Tensor) -> tuple[Tensor, Tensor]:
        """The loss of telling apart N identities by two views each, features [N, tokens, width], and the share right.

        Identities 2k and 2k+1 are look-alikes. Only as much of the model is used as the comparing heads read, so this
        shows them many more pairs than the examples do, and each crop every reference.
        """
        start = int(torch.randint(60, 600, ()))
        apart = references.shape[1] + int(torch.randint(5, 16, ()))  # tokens of the picture and of the words between
        asked, _ = self._compared(crops, start + apart)
        _, kept = self._compared(references, start)
        scaling = self.model.model.language_model.layers[MATCH_LAYER].self_attn.scaling
        scores = torch.einsum("nhd,mhd->hnm", asked[:, :, 1], kept[:, :, 1]) * scaling
        nobody = torch.einsum("nhd,hd->hn", asked[:, :, 1], kept[0, :, 0]) * scaling
        itself = torch.arange(len(references), device=scores.device)
        named = functional.cross_entropy(scores.flatten(0, 1), itself.repeat(len(scores)))
        margins = scores - nobody[..., None]  # [heads, crop, reference], above 0 where it is taken for the same
        same, twin = margins[:, itself, itself], margins[:, itself, itself ^ 1]
        other = margins[:, itself, (itself + 2) % len(itself)]
        unsure = functional.softplus(-same) + (functional.softplus(twin) + functional.softplus(other)) / 2
        right = (same.mean(0) > 0).float() + ((twin.mean(0) < 0).float() + (other.mean(0) < 0).float()) / 2
        return named + unsure.mean(), right.mean() / 2

    def _compared(self, features: Tensor, start: int) -> tuple[Tensor, Tensor]:
        """The comparing heads' queries and keys over the first token of all and one picture that begins at `start`."""
        language = self.model.model.language_model
        pictured = self.model.model.multi_modal_projector(features)
        first = language.embed_tokens(torch.full((len(features), 1), self._first, device=features.device))
        hidden = torch.cat([first, pictured], 1)
        places = torch.cat([torch.zeros(1, dtype=torch.long), start + torch.arange(pictured.shape[1])])[None]
        angles = language.rotary_emb(hidden, places.to(features.device))
        later = torch.full((hidden.shape[1],) * 2, torch.finfo(hidden.dtype).min, device=features.device).triu(1)
        for layer in language.layers[:MATCH_LAYER]:
            hidden = layer(hidden, attention_mask=later[None, None], position_embeddings=angles)
        hidden = language.layers[MATCH_LAYER].input_layernorm(hidden)
        return self._queries_and_keys(MATCH_LAYER, range(MATCH_HEADS), hidden, angles)

    def _queries_and_keys(
        self, layer: int, heads: range, hidden: Tensor, angles: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Of those heads of a layer, [B, heads, T, size] each."""
        attention = self.model.model.language_model.layers[layer].self_attn
        rows = slice(heads.start * attention.head_dim, heads.stop * attention.head_dim)
        shape = (*hidden.shape[:2], len(heads), attention.head_dim)
        query = functional.linear(hidden, attention.q_proj.weight[rows]).view(shape).transpose(1, 2)
        key = functional.linear(hidden, attention.k_proj.weight[rows]).view(shape).transpose(1, 2)
        turned: tuple[Tensor, Tensor] = apply_rotary_pos_emb(query, key, *angles)
        return turned

    def _pointed(self, layer: int, heads: range, source: Tensor, target: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """How far the heads' attention at `source` [M, 2] is from `target` [M]; and their scores [heads, M, T]."""
        hidden, angles = self._caught[layer]
        query, key = self._queries_and_keys(layer, heads, hidden, angles)
        scaling = self.model.model.language_model.layers[layer].self_attn.scaling
        row, place = source.unbind(1)
        scores = ((query @ key.mT)[row, :, place] * scaling + mask[row, :, place]).transpose(0, 1)
        if not len(target):
            return hidden.sum() * 0, scores
        loss = functional.cross_entropy(scores.flatten(0, 1), target.repeat(len(heads)))
        return loss, torch.as_tensor(scores)

    def _told_where(self, layer: int, heads: range, marks: Tensor, batch: Batch) -> Tensor:
        """How far the heads are from looking where the marks [M, 3 or more] say: row, from, to."""
        return self._pointed(layer, heads, marks[:, :2], marks[:, 2], batch.mask)[0]

    def _helped(self, batch: Batch) -> Tensor:
        middle, helpers = self.helpers.norm(self._middle), self.helpers
        loss = middle.sum() * 0
        for marks, helper in ((batch.actions, helpers.action), (batch.places, helpers.place)):
            if len(marks):
                loss = loss + functional.cross_entropy(helper(middle[marks[:, 0], marks[:, 1]]), marks[:, 2])
        if len(batch.lines):
            same = helpers.same(middle[batch.lines[:, 0], batch.lines[:, 1]])[:, 0]
            loss = loss + functional.binary_cross_entropy_with_logits(same, batch.lines[:, 3].float())
        if len(batch.numbers):
            number = helpers.number(middle[batch.numbers[:, 0], batch.numbers[:, 1]])[:, 0]
            loss = loss + functional.smooth_l1_loss(number, batch.values / _MIDDLE - 1, beta=0.1)
        return torch.as_tensor(loss)

    def _catch(self, layer: int) -> Any:
        def catch(_: nn.Module, args: tuple[Any, ...], given: dict[str, Any]) -> None:
            self._caught[layer] = (given.get("hidden_states", args[0] if args else None), given["position_embeddings"])

        return catch

    def _catch_output(self, _: nn.Module, __: Any, output: Any) -> None:
        self._middle = output[0] if isinstance(output, tuple) else output


@torch.no_grad()
def fold_standardisation(projector: nn.Module, mean: Tensor, std: Tensor) -> None:
    """Make a projector that was trained on (x - mean) / std take x."""
    first = projector.linear_1
    assert isinstance(first, nn.Linear)
    first.bias.sub_(first.weight @ (mean / std))
    first.weight.div_(std)
