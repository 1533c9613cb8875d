from pathlib import Path

import numpy as np
import pytest

from docs_store.embedders import OnnxBgeEmbedder
from docs_store.errors import ModelIntegrityError


def test_meaning_counts_more_than_wording(bge_embedder: OnnxBgeEmbedder) -> None:
    award, nursery = bge_embedder.embed_passages(["高企补贴政策", "幼儿园招生方案"])
    for vector in (
        bge_embedder.embed_passages(["高新技术企业培育奖励"])[0],
        bge_embedder.embed_query("高新技术企业培育奖励"),
    ):
        assert vector @ award > vector @ nursery + 0.2


def test_queries_carry_the_prefix(bge_embedder: OnnxBgeEmbedder) -> None:
    query = bge_embedder.embed_query("高企补贴")
    with_prefix, without = bge_embedder.embed_passages(["为这个句子生成表示以用于检索相关文章：高企补贴", "高企补贴"])
    assert query @ with_prefix > 0.99 > query @ without, "but for the graph, which is another for queries"


def test_a_text_is_embedded_once(bge_embedder: OnnxBgeEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bge_embedder.embed_passages(["本办法自发布之日起施行。", "甲县", "本办法自发布之日起施行。"])
    assert np.array_equal(first[0], first[2])
    monkeypatch.setattr(bge_embedder, "_tokenizer", None)  # nothing is embedded without it
    assert np.array_equal(bge_embedder.embed_passages(["甲县"])[0], first[1])
    with pytest.raises(AttributeError):
        bge_embedder.embed_passages(["乙县"])


def test_text_past_512_tokens_is_cut(bge_embedder: OnnxBgeEmbedder) -> None:
    at_limit = "企" * 510  # and [CLS] and [SEP]
    shorter, limit, longer = bge_embedder.embed_passages([at_limit[1:], at_limit, at_limit + "业" * 90])
    assert np.array_equal(limit, longer)
    assert not np.array_equal(shorter, limit)


def test_neighbours_change_not_one_bit(bge_embedder: OnnxBgeEmbedder) -> None:
    texts = ["短句", "对首次认定的高新技术企业给予10万元奖励。" * 10, "当涂县"]
    together = bge_embedder.embed_passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(bge_embedder.embed_passages([text])[0], vector)


def test_fingerprint_names_the_model(bge_embedder: OnnxBgeEmbedder) -> None:
    assert bge_embedder.fingerprint.startswith("bge-small-zh-v1.5@")
    assert bge_embedder.dimensions == 512


@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_unusable_files_are_a_clear_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "model_quantized.onnx").write_bytes(content)
        (tmp_path / "tokenizer.json").write_bytes(content)
    with pytest.raises(ModelIntegrityError, match=r"models pull bge-small-zh-v1\.5"):
        OnnxBgeEmbedder(tmp_path)
