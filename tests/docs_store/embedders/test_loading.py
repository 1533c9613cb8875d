import subprocess
import sys
from pathlib import Path

import pytest

from docs_store.embedders import EMBEDDERS, HashingEmbedder, load_embedder
from docs_store.errors import ModelError
from docs_store.models import ModelStore

HEAVY = ("torch", "sentence_transformers", "onnxruntime", "transformers", "tokenizers", "chromadb")


def test_hashing_needs_no_store(tmp_path: Path) -> None:
    assert isinstance(load_embedder("hashing", ModelStore(tmp_path)), HashingEmbedder)


def test_a_known_model_that_is_not_installed_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"Run `policy-assistant models pull bge-small-zh-v1\.5`"):
        load_embedder("bge-small-zh-v1.5", ModelStore(tmp_path))


@pytest.mark.parametrize("name", ["bge-smal-zh", "", "./no/such/folder", "/no/such", "../x", "a/b/c"])
def test_an_unknown_name_lists_the_known_ones(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(name, ModelStore(tmp_path))
    for known in EMBEDDERS:
        assert known in caught.value.remedy


@pytest.mark.parametrize("module", ["docs_store.embedders", "docs_store.models"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == ""


def test_bge_loads_neither_torch_nor_transformers() -> None:
    if ModelStore().installed("bge-small-zh-v1.5") is None:
        pytest.skip("skipped: bge-small-zh-v1.5 is not installed; run `policy-assistant models pull`")
    code = (
        "import sys; from docs_store.embedders import load_embedder;"
        "load_embedder('bge-small-zh-v1.5').embed_query('x');"
        "print(*[name for name in ('torch', 'sentence_transformers', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == ""
    assert done.stderr == ""
