import re

from docs_store.models import DEFAULT_MODEL, MODELS


def test_default_model_is_known() -> None:
    assert DEFAULT_MODEL in MODELS


def test_entries_are_complete() -> None:
    for name, model in MODELS.items():
        assert model.name == name
        assert {model.weights, model.tokenizer} <= {file.name for file in model.files}
        assert re.fullmatch(r"[0-9a-f]{40}", model.hub.revision)
        assert re.search(r"@\d+\.\d+\.\d+$", model.npm.spec)
        for digest in (model.npm.sha256, *(file.sha256 for file in model.files)):
            assert re.fullmatch(r"[0-9a-f]{64}", digest)
        for file in model.files:
            assert file.bytes > 0
            assert ".." not in file.path


def test_bge_prefix_ends_with_the_full_width_colon() -> None:
    assert MODELS["bge-small-zh-v1.5"].query_prefix == "为这个句子生成表示以用于检索相关文章\uff1a"
