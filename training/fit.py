"""Fits the small reader to labelled pairs. Interrupted, it goes on where it was; a GPU is used where there is one.

    python -m training.fit PAIRS FOLDER [--begin FOLDER] [--epochs N] [--share S] [--seed N]

PAIRS is what `training.pairs` prints. FOLDER keeps the state, and in the end `reader.npz`, which the product loads. One
document of five is held out: by its questions `training.bounds` sets from which score something may be said.

Each step takes four questions, of each what answers and what does not though it shares its words. Two losses are added:
each window for itself (binary cross-entropy), and the windows of a question against each other and against "none".
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from assistant.read.learnt.windows import order
from docs_store.cross_encoders.onnx_delta import ALL_TOKENS, QUESTION_TOKENS, save_delta
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS
from training import base, corpus

_QUESTIONS = 4  # a step
_WINDOWS = 7  # that do not answer, of a question a step
_NEAR = 12  # that share most words; all but two of a step's are drawn from these
_MASKED = 0.08  # of the tokens
_EXCHANGED = 0.5  # of the questions are asked of another place or year as well
_INVENTED = ("石桥县", "云岭市", "南坪区", "白河镇", "青禾县", "临沙市", "东陵省")
_MASK, _FIRST_WORD = 103, 106  # in the tokenizer's table
_RATE, _HEAD_RATE = 1e-4, 1e-3
_WARM = 0.1  # of the steps
_ANSWERS_COUNT = 3.0  # how much more a window counts that answers
_TOGETHER = 0.25  # weight of the loss over a question's windows together
_SAVED = 100  # steps
STATE = "state.pt"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question's wording, a window, and what it is to it: 2 answers, 1 a part, 0 neither."""

    asked: str
    window: str
    label: int


class Batches:
    """Pairs of a question as the model takes them."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / EMBEDDING_MODELS[DEFAULT_MODEL].tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def of(self, pairs: Sequence[tuple[str, str]], device: torch.device) -> tuple[torch.Tensor, ...]:
        """Token numbers, kinds of text and mask, each of shape (pairs, tokens)."""
        encoded = [self._encoded(asked, window) for asked, window in pairs]
        longest = max(len(ids) for ids, _ in encoded)
        ids, kinds, mask = (torch.zeros(len(encoded), longest, dtype=torch.long) for _ in range(3))
        for row, (numbers, first) in enumerate(encoded):
            ids[row, : len(numbers)] = torch.tensor(numbers)
            kinds[row, first : len(numbers)] = 1
            mask[row, : len(numbers)] = 1
        return ids.to(device), kinds.to(device), mask.to(device)

    def _encoded(self, asked: str, window: str) -> tuple[list[int], int]:
        first = self._tokenizer.encode(asked).ids
        first = [*first[: QUESTION_TOKENS - 1], first[-1]] if len(first) > QUESTION_TOKENS else first
        return [*first, *self._tokenizer.encode(window).ids[1:][: ALL_TOKENS - len(first)]], len(first)


def group(row: Row, near: Sequence[int], rng: random.Random) -> list[Pair]:
    """Pairs of one question for one step.

    Args:
        near: numbers of its windows, those that share most words with it first.
    """
    pairs = row["pairs"]
    asked = rng.choice(row["asked"]) if rng.random() < 0.5 else row["asked"][0]
    wrong = [i for i in near if pairs[i][1] == 0]
    first, rest = wrong[:_NEAR], wrong[_NEAR:]
    taken = rng.sample(first, min(_WINDOWS - 2, len(first))) + rng.sample(rest, min(2, len(rest)))
    for label, most in ((2, 2), (1, 1)):
        right = [i for i, pair in enumerate(pairs) if pair[1] == label]
        taken += rng.sample(right, min(most, len(right)))
    return [Pair(asked, pairs[i][0], pairs[i][1]) for i in taken]


def exchanged(row: Row, places: Sequence[str], rng: random.Random) -> list[Pair]:
    """What answers a question, with the question about another place or year: then it answers no more.

    Only what its window names is exchanged: a law that holds everywhere holds in any place. Empty where there is none.

    Args:
        places: names to choose from.
    """
    asked, right = row["asked"][0], [pair[0] for pair in row["pairs"] if pair[1] == 2]
    found: list[Pair] = []
    for name in (*row.get("places", ()), *row.get("years", ())):
        bound = [window for window in right if name.rstrip("省市县区") in window]
        if name.isdigit():
            other = str(int(name) + rng.choice((-3, -2, -1, 1, 2)))
        else:
            other = rng.choice([place for place in places if place[:2] != name[:2]])
        if bound and other not in asked:
            found.append(Pair(asked.replace(name, other), rng.choice(bound), 0))
    return rng.sample(found, min(1, len(found)))


def loss_of(scores: torch.Tensor, groups: Sequence[Sequence[Pair]]) -> torch.Tensor:
    """See the module."""
    labels = torch.tensor([pair.label / 2 for pairs in groups for pair in pairs], device=scores.device)
    counts = torch.where(labels > 0, _ANSWERS_COUNT, 1.0)
    loss = nn.functional.binary_cross_entropy_with_logits(scores, labels, weight=counts)
    at = 0
    for pairs in groups:
        mine, labelled = scores[at : at + len(pairs)], labels[at : at + len(pairs)]
        at += len(pairs)
        shares = torch.log_softmax(torch.cat([mine.new_zeros(1), mine]), 0)
        if (labelled == 1).any():
            loss = loss - _TOGETHER / len(groups) * torch.logsumexp(shares[1:][labelled == 1], 0)
        elif (labelled == 0).all():
            loss = loss - _TOGETHER / len(groups) * shares[0]
    return loss


class Fit:
    """A model on its way.

    The weights are kept as 32-bit floats and multiplied as 16-bit ones, which is three times as fast on processors
    that have such multiplications, and no slower on others.

    Args:
        folder: where its state is kept; what is there is taken up.
        begin: folder of another fit, whose weights it begins with; those of the pinned model when not given.
    """

    def __init__(self, rows: Sequence[Row], folder: Path, *, epochs: float, seed: int, begin: Path | None) -> None:
        self._folder = folder
        self._rows = rows
        self._near = [order(row["asked"][0], [(pair[0], pair[2]) for pair in row["pairs"]]) for row in rows]
        named = {name for row in rows for name in row.get("places", ())}
        self._places = sorted({name for name in named if len(name) > 1} | set(_INVENTED))
        self.steps = int(epochs * len(rows) / _QUESTIONS)
        self.step = 0
        self._seed = seed
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        model_folder = base.folder()
        self._published = (model_folder / EMBEDDING_MODELS[DEFAULT_MODEL].weights).read_bytes()
        self.batches = Batches(model_folder)
        torch.manual_seed(seed)
        self._exact = base.scorer(self._published)
        if begin is not None:
            self._exact.load_state_dict(torch.load(begin / STATE, weights_only=True)["model"])
        self.model = base.scorer(self._published).to(self._device, torch.bfloat16)
        self._exact.get_parameter(base.FROZEN).requires_grad_(False)
        self.model.get_parameter(base.FROZEN).requires_grad_(False)
        self._fitted = {name: p for name, p in self._exact.named_parameters() if name != base.FROZEN}
        head = [p for name, p in self._fitted.items() if name.startswith("head.")]
        rest = [p for name, p in self._fitted.items() if not name.startswith("head.")]
        self._optimiser = torch.optim.AdamW(
            [{"params": rest, "rate": _RATE}, {"params": head, "rate": _HEAD_RATE}], weight_decay=0.01
        )
        self._resume()
        self._round()

    def run(self) -> None:
        """All steps that are left."""
        began, first, mean = time.monotonic(), self.step, 0.0
        while self.step < self.steps:
            loss = self._one()
            mean = 0.98 * mean + 0.02 * loss if mean else loss
            self.step += 1
            if self.step % _SAVED == 0 or self.step == self.steps:
                self._save()
                pace = (time.monotonic() - began) / (self.step - first)
                print(
                    f"step {self.step} of {self.steps}, loss {mean:.4f}, {pace:.2f} s a step",
                    file=sys.stderr,
                    flush=True,
                )

    def export(self) -> None:
        """Write `reader.npz`."""
        save_delta(self._folder / "reader.npz", base.delta(self._exact, self._published))

    def _one(self) -> float:
        """One step. What it takes and how depends on seed and number alone, so that resuming changes nothing."""
        rng = random.Random(f"{self._seed} {self.step}")
        chosen = [self._order(self.step * _QUESTIONS + i) for i in range(_QUESTIONS)]
        groups = [group(self._rows[i], self._near[i], rng) for i in chosen]
        turned = [exchanged(self._rows[i], self._places, rng) for i in chosen if rng.random() < _EXCHANGED]
        groups += [pairs for pairs in turned if pairs]
        ids, kinds, mask = self.batches.of([(p.asked, p.window) for pairs in groups for p in pairs], self._device)
        chance = torch.Generator().manual_seed(rng.randrange(2**31))
        masked = (torch.rand(ids.shape, generator=chance) < _MASKED).to(self._device) & (ids >= _FIRST_WORD)
        loss = loss_of(self.model(ids.masked_fill(masked, _MASK), kinds, mask), groups)
        self.model.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        rounded = dict(self.model.named_parameters())
        for name, parameter in self._fitted.items():
            gradient = rounded[name].grad
            parameter.grad = None if gradient is None else gradient.float().cpu()
        nn.utils.clip_grad_norm_(list(self._fitted.values()), 1.0)
        part = min(1.0, (self.step + 1) / (_WARM * self.steps)) * max(0.02, 1 - self.step / self.steps)
        for settings in self._optimiser.param_groups:
            settings["lr"] = settings["rate"] * part
        self._optimiser.step()
        self._round()
        return float(loss.item())

    def _order(self, place: int) -> int:
        """The question at a place of all epochs one after the other, each in an order of its own."""
        epoch, at = divmod(place, len(self._rows))
        numbers = list(range(len(self._rows)))
        random.Random(f"{self._seed} epoch {epoch}").shuffle(numbers)
        return numbers[at]

    def _round(self) -> None:
        rounded = dict(self.model.named_parameters())
        with torch.no_grad():
            for name, parameter in self._fitted.items():
                rounded[name].copy_(parameter)

    @property
    def _state(self) -> Path:
        return self._folder / STATE

    def _save(self) -> None:
        partial = self._state.with_suffix(".partial")
        state = {"step": self.step, "model": self._exact.state_dict(), "optimiser": self._optimiser.state_dict()}
        torch.save(state, partial)
        partial.replace(self._state)

    def _resume(self) -> None:
        if self._state.is_file():
            state = torch.load(self._state, weights_only=True)
            self.step = state["step"]
            self._exact.load_state_dict(state["model"])
            self._optimiser.load_state_dict(state["optimiser"])


def main() -> int:
    """Fit, and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--begin", type=Path)
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--share", type=float, default=1.0, help="of the questions; for the curve over data")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").splitlines() if line.strip()]
    fitted = [row for row in rows if not corpus.is_held_out(row)]
    random.Random(args.seed).shuffle(fitted)
    taken = fitted[: math.ceil(len(fitted) * args.share)]
    fit = Fit(taken, args.folder, epochs=args.epochs, seed=args.seed, begin=args.begin)
    fit.run()
    fit.export()
    return 0


if __name__ == "__main__":
    sys.exit(main())
