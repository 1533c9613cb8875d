"""The pinned embedding model as a PyTorch encoder with one output; what training changed of it, as a difference."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import BertConfig, BertModel

from docs_store.cross_encoders.onnx_delta import matrices
from docs_store.embedders.onnx_tensors import read_tensors
from docs_store.embedders.onnx_wire import read_steps
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, ModelStore

RANK = 32
FROZEN = "encoder.embeddings.word_embeddings.weight"
POSITIONS, KINDS = "embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"
_UNSURE = -2.0  # log-odds at the beginning: few windows answer


class Scorer(nn.Module):
    """A BERT encoder, and the log-odds that the second text answers the first, from the first token's vector.

    No dropout: on a processor it costs two thirds of the time; tokens are masked at random instead (`training.fit`).
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.head = nn.Linear(config.hidden_size, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.constant_(self.head.bias, _UNSURE)

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Log-odds of shape (pairs,) for token numbers, kinds of text and mask of shape (pairs, tokens)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        scores: torch.Tensor = self.head(hidden[:, 0]).float().squeeze(-1)
        return scores


def folder() -> Path:
    """The pinned model's folder.

    Raises:
        SystemExit: it is not installed.
    """
    found = ModelStore().installed(DEFAULT_MODEL)
    if found is None:
        raise SystemExit(f"{DEFAULT_MODEL} is not installed: run `policy-assistant models pull {DEFAULT_MODEL}`")
    return found


def weights(published: bytes) -> dict[str, NDArray[np.float32]]:
    """Weights of an ONNX file with 8-bit matrices as floats, by BERT's names; matrices are (outputs, inputs)."""
    tensors = read_tensors(published)
    named = {n: a for n, a in tensors.items() if n.startswith(("embeddings.LayerNorm", "encoder."))}
    for name in ("word", "token_type", "position"):
        stored = f"embeddings.{name}_embeddings.weight"
        zero, scale = tensors[f"{stored}_zero_point"], tensors[f"{stored}_scale"]
        named[stored] = (tensors[f"{stored}_quantized"].astype(np.float32) - float(zero)) * float(scale)
    for name, stored in matrices(read_steps(published)[0]).items():
        named[name] = (tensors[f"{stored}_quantized"].astype(np.float32) * tensors[f"{stored}_scale"]).T
    return {name: np.array(array, np.float32, order="C") for name, array in named.items()}


def scorer(published: bytes) -> Scorer:
    """A scorer that begins with the weights of an ONNX file."""
    known = weights(published)
    model = EMBEDDING_MODELS[DEFAULT_MODEL]
    layers = {int(match[1]) for name in known if (match := re.match(r"encoder\.layer\.(\d+)\.", name))}
    config = BertConfig(
        vocab_size=len(known["embeddings.word_embeddings.weight"]),
        hidden_size=model.dimensions,
        num_hidden_layers=len(layers),
        num_attention_heads=model.heads,
        intermediate_size=len(known["encoder.layer.0.intermediate.dense.weight"]),
        max_position_embeddings=len(known["embeddings.position_embeddings.weight"]),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    made = Scorer(config)
    made.encoder.load_state_dict({name: torch.from_numpy(array) for name, array in known.items()})
    return made


def delta(trained: Scorer, published: bytes, rank: int = RANK) -> dict[str, NDArray[np.float32]]:
    """What training changed, as `OnnxDeltaCrossEncoder` takes it: of each matrix the best difference of a rank.

    The best in the sense of squares is what the largest singular values give (Eckart and Young 1936). Embeddings of
    positions and of kinds of text are given whole; those of words are not fitted.
    """
    known = weights(published)
    changed: dict[str, NDArray[np.float32]] = {}
    for name, tensor in trained.encoder.state_dict().items():
        array = tensor.float().numpy()
        if name.startswith("encoder.") and array.ndim == 2:
            left, values, right = np.linalg.svd((array - known[name]).T, full_matrices=False)
            changed[f"{name}.left"] = left[:, :rank] * values[:rank]
            changed[f"{name}.right"] = right[:rank]
        elif array.ndim == 1 or name in (POSITIONS, KINDS):
            changed[name] = array
    changed["head.weight"] = trained.head.weight.detach().float().numpy()[0]
    changed["head.bias"] = trained.head.bias.detach().float().numpy()
    return changed
