"""Cross-encoders of sentence-transformers, from a folder."""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path

import pytest

from docs_store.cross_encoders import load_cross_encoder
from docs_store.errors import ModelError

pytestmark = pytest.mark.skipif(find_spec("torch") is None, reason="skipped: PyTorch is not installed")


def _folder(path: Path, outputs: int) -> str:
    """A cross-encoder of no use, whose weights are drawn."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from torch import manual_seed
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "补": 4, "助": 5}, "[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    words.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    manual_seed(5)
    config = BertConfig(
        vocab_size=6, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=64, num_labels=outputs,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(path)
    tokenizer.save_pretrained(path)
    return str(path)


def test_a_folder_is_loaded_and_gives_log_odds(tmp_path: Path) -> None:
    reader = load_cross_encoder(_folder(tmp_path / "one", 1))
    scores = reader.scores("补助", ["补", "助助"])
    assert len(scores) == 2 and all(math.isfinite(score) for score in scores)
    assert reader.scores("补助", []) == []
    assert reader.fingerprint.startswith("folder@") and reader.name == str(tmp_path / "one")


def test_a_model_with_several_outputs_is_no_cross_encoder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="gives 3 scores") as error:
        load_cross_encoder(_folder(tmp_path / "three", 3))
    assert error.value.remedy


def test_a_name_that_is_not_on_this_machine_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nobody/nothing"):
        load_cross_encoder("nobody/nothing")
