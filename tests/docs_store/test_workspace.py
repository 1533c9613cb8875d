"""What visitors keep beside a library, and that nobody meets what is another's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from docs_store import plain
from docs_store.errors import WorkspaceDamagedError
from docs_store.types import Answer, AnswerSentence, Citation, Kind, Outcome, Searched
from docs_store.workspace import APPROVED, FILE_NAME, Workspace, problems


def test_conversations_are_ones_own(tmp_path: Path) -> None:
    desk = Workspace(tmp_path)
    talk = desk.add_turn("a", "", "first", "标题")
    assert desk.add_turn("a", talk, "second", "别的") == talk
    assert desk.turns("a", talk) == ["first", "second"]
    assert [(entry.title, entry.size) for entry in desk.talks("a")] == [("标题", 2)]
    assert desk.turns("b", talk) == [] and desk.talks("b") == []
    other = desk.add_turn("b", talk, "mine", "乙")
    assert other != talk and desk.turns("a", talk) == ["first", "second"]
    desk.rename_talk("b", talk, "改了")
    desk.remove_talk("b", talk)
    assert [entry.title for entry in desk.talks("a")] == ["标题"]
    desk.rename_talk("a", talk, "改了")
    assert [entry.title for entry in desk.talks("a")] == ["改了"]
    desk.remove_talk("a", talk)
    assert desk.turns("a", talk) == [] and desk.talks("a") == []
    desk.close()


def test_a_list_goes_on_after_a_restart(tmp_path: Path) -> None:
    desk = Workspace(tmp_path)
    made = desk.add_list("a", "清单", ["甲？", "乙？"])
    desk.put_reply(made, 1, "{}")
    desk.close()
    desk = Workspace(tmp_path)
    assert desk.waiting(made) == [(2, "乙？")]
    desk.change_reply("a", made, 1, state=APPROVED, text="改过")
    desk.change_reply("a", made, 2, state=APPROVED, text="没有草稿")
    desk.change_reply("b", made, 1, state="rejected", text="")
    desk.put_reply(made, 1, "late")
    first, second = desk.replies("a", made)
    assert (first.state, first.text, first.content) == (APPROVED, "改过", "{}")
    assert (second.state, second.text) == ("waiting", None)
    for number in (1, 2):
        desk.keep_text("a", made, number, "approved or awaited, so not to be changed")
    assert [row.text for row in desk.replies("a", made)] == ["改过", None]
    desk.change_reply("a", made, 1, state="rejected", text="改过")
    desk.keep_text("b", made, 1, "someone else's")
    desk.keep_text("a", made, 1, "又改")
    assert next((row.state, row.text) for row in desk.replies("a", made)) == ("rejected", "又改")
    assert desk.replies("b", made) == [] and desk.lists("b") == []
    desk.remove_list("b", made)
    assert [entry.size for entry in desk.lists("a")] == [2]
    desk.remove_list("a", made)
    assert desk.waiting(made) == [] and desk.limits(made) is None
    desk.close()


def test_opinions_come_latest_first(tmp_path: Path) -> None:
    desk = Workspace(tmp_path)
    for reason in ("早", "晚"):
        desk.add_opinion("a", good=False, reason=reason, question="问", answer="答")
    assert [opinion.reason for opinion in desk.opinions()] == ["晚", "早"]
    desk.close()


def test_an_answer_comes_back_as_it_was() -> None:
    source = Citation(
        marker=1, document_id="d", chunk_id="c", title="t", region="r", year=None, kind=Kind.POLICY,
        heading=("一", "二"), page=3, source="s", quote="q", start=1, end=2,
    )  # fmt: skip
    answer = Answer(
        question="问", standalone_question="问", outcome=Outcome.ANSWERED, mode="extractive", answer="答",
        sentences=(AnswerSentence(text="答", citations=(1,)),), citations=(source,), notes=("n",),
        searched=Searched(regions=("r",), years=(2023,), documents=2), timings_ms={"total": 1.5},
    )  # fmt: skip
    assert plain.from_json(Answer, plain.to_json(answer)) == answer


@dataclass(frozen=True)
class _Odd:
    pair: tuple[int, str]
    amount: Decimal | None = None
    later: str = "default"


def test_other_shapes_and_versions() -> None:
    odd = _Odd(pair=(1, "a"), amount=Decimal("1.50"))
    assert plain.from_json(_Odd, plain.to_json(odd)) == odd
    assert plain.from_json(_Odd, '{"pair": [1, "a"], "gone": 3}') == _Odd(pair=(1, "a"))
    with pytest.raises(TypeError):
        plain.from_json(_Odd, '{"amount": null}')


def _rubbish(file: Path) -> None:
    file.write_bytes(b"\xa5rubbish" * 1000)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize("harm", [_rubbish, _cut])
def test_a_damaged_file_is_named_and_not_taken_for_the_catalog(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    file = tmp_path / FILE_NAME
    assert problems(tmp_path) == []
    with closing(Workspace(tmp_path)) as workspace:
        for n in range(50):
            workspace.add_turn("a", "", "转" * 500, f"第{n}次")
        assert problems(tmp_path) == []
    harm(file)
    assert problems(tmp_path)
    with pytest.raises(WorkspaceDamagedError) as caught, closing(Workspace(tmp_path)) as workspace:
        workspace.talks("a")
        workspace.add_turn("a", "", "x", "x")
    for told in (str(caught.value), *problems(tmp_path)):
        assert FILE_NAME in told and "move it away" in told and "catalog" not in told
    for left in tmp_path.iterdir():
        left.unlink()
    with closing(Workspace(tmp_path)) as workspace:
        assert workspace.talks("a") == []
