"""The hub source against a server on this machine that misbehaves in every way a download can."""

from typing import Any

import pytest

from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models import ModelStore
from docs_store.models.sources import HubSource


def pull(store: ModelStore, hub: Any, *, tries: int = 5, timeout_s: float = 60.0) -> None:
    store.pull("small", sources=[HubSource(hub.address, timeout_s=timeout_s, tries=tries)])


def test_whole_download(store: ModelStore, hub: Any) -> None:
    pull(store, hub)
    store.verify("small")
    assert hub.asked == [
        ("/someone/small/resolve/abc123/onnx/weights.onnx", None),
        ("/someone/small/resolve/abc123/tokenizer.json", None),
    ]


def test_one_pull_goes_on_after_each_break(store: ModelStore, hub: Any) -> None:
    hub.break_after = [1_000_000, 500_000]
    pull(store, hub)
    store.verify("small")
    assert [wanted for _, wanted in hub.asked] == [None, "bytes=1000000-", "bytes=1500000-", None]


def test_the_next_pull_goes_on_where_the_last_one_ended(store: ModelStore, hub: Any) -> None:
    hub.break_after = [1_000_000]
    with pytest.raises(ModelError, match="1000000 of 3000000 bytes"):
        pull(store, hub, tries=1)
    assert store.installed("small") is None
    assert store.list()[0].partial_bytes == 1_000_000
    pull(store, hub)
    store.verify("small")
    assert hub.asked[1][1] == "bytes=1000000-"


def test_a_server_that_ignores_range_starts_over(store: ModelStore, hub: Any) -> None:
    hub.ignore_range = True
    hub.break_after = [1_000_000]
    pull(store, hub)
    store.verify("small")


def test_no_second_try_after_one_that_brought_nothing(store: ModelStore, hub: Any) -> None:
    hub.break_after = [0, 0, 0]
    with pytest.raises(ModelError, match="0 of 3000000"):
        pull(store, hub)
    assert len(hub.asked) == 1


def test_leftovers_that_do_not_fit_are_thrown_away_once(store: ModelStore, hub: Any) -> None:
    partial = store.root / "small.partial"
    partial.mkdir(parents=True)
    (partial / "weights.onnx").write_bytes(b"from somewhere else")
    pull(store, hub)
    store.verify("small")
    assert [wanted for _, wanted in hub.asked] == ["bytes=19-", None, None, None]


def test_leftovers_longer_than_the_file_are_written_anew(store: ModelStore, hub: Any) -> None:
    partial = store.root / "small.partial"
    partial.mkdir(parents=True)
    (partial / "tokenizer.json").write_bytes(b"x" * 1000)
    pull(store, hub)
    store.verify("small")


def test_wrong_content(store: ModelStore, hub: Any) -> None:
    hub.content["weights.onnx"] = bytes(3_000_000)
    with pytest.raises(ModelIntegrityError, match="SHA-256"):
        pull(store, hub)
    assert store.installed("small") is None
    assert not (store.root / "small.partial").exists()


def test_a_body_without_end_is_stopped(store: ModelStore, hub: Any) -> None:
    hub.extra = bytes(5_000_000)
    with pytest.raises(ModelIntegrityError, match="longer than its 3000000 bytes"):
        pull(store, hub)
    assert not (store.root / "small.partial").exists()


def test_a_page_instead_of_the_file(store: ModelStore, hub: Any) -> None:
    hub.content["weights.onnx"] = b"<html>please log in</html>"
    with pytest.raises(ModelIntegrityError, match="shorter than the pinned one"):
        pull(store, hub)
    assert not (store.root / "small.partial").exists()


def test_a_server_that_sends_another_part(store: ModelStore, hub: Any) -> None:
    hub.wrong_range = True
    hub.break_after = [1_000_000]
    with pytest.raises(ModelError):
        pull(store, hub, tries=1)
    pull(store, hub)
    store.verify("small")
    assert [wanted for _, wanted in hub.asked] == [None, "bytes=1000000-", None, None]


@pytest.mark.parametrize("status", [404, 403, 503])
def test_refusals_name_the_code(store: ModelStore, hub: Any, status: int) -> None:
    hub.status = status
    with pytest.raises(ModelError, match=f"answered {status}") as caught:
        pull(store, hub)
    assert not isinstance(caught.value, ModelIntegrityError)
    assert len(hub.asked) == 1


def test_a_silent_server(store: ModelStore, hub: Any) -> None:
    hub.silent = True
    with pytest.raises(ModelError, match="timed out"):
        pull(store, hub, timeout_s=0.5)


def test_nobody_listens(store: ModelStore, hub: Any) -> None:
    with pytest.raises(ModelError, match="No connection to http://127"):
        store.pull("small", sources=[HubSource("http://127.0.0.1:9")])
