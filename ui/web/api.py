"""The same abilities as named endpoints, for programs: `gradio_client` calls them by these names.

They speak the objects of the command line (`ui.jsonout`) and keep nothing: no conversation, no draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from gradio.events import api

from assistant import figures as ledger
from assistant.bounds import check_question
from assistant.drafting import desk
from assistant.drafting.questions import MAX_QUESTIONS
from assistant.matching import match as matching
from assistant.matching.profile import from_json
from docs_store.errors import PolicyAssistantError, UsageError
from docs_store.types import Status
from ui import jsonout
from ui.matching.objects import matched_object
from ui.texts import Words
from ui.web.parts import Shop
from ui.web.texts import without_folders

_MOST_PASSAGES = 200
_MOST_ROWS = 1000


def publish(shop: Shop) -> None:
    """Name the endpoints. Must be called inside `gradio.Blocks`."""
    library, assistant = shop.library, shop.assistant

    def ask(question: str, region: str = "", year: int = 0, status: str = "") -> dict[str, Any]:
        """One answer. `region`, `year` and `status` limit it; empty and 0 do not."""

        def answer() -> dict[str, Any]:
            limits: dict[str, Any] = {"region": region or None, "year": int(year) or None, "status": _status(status)}
            return jsonout.answer_object(assistant.ask(question, **limits))

        return _told(answer)

    def search(query: str, limit: int = 10) -> dict[str, Any]:
        """Passages only, best first."""
        most = max(1, min(int(limit), _MOST_PASSAGES))
        return _told(
            lambda: {
                "passages": [jsonout.passage_object(found) for found in assistant.search(_short(query), limit=most)]
            }
        )

    def figures(region: str = "", year: int = 0, indicator: str = "", status: str = "") -> dict[str, Any]:
        """Rows of the figure ledger; at most 1,000, `rows` says how many there are."""

        def rows() -> dict[str, Any]:
            found = ledger.select(
                library.figures(),
                region=region or None,
                year=int(year) or None,
                indicator=indicator or None,
                status=_status(status),
            )
            shown = found[:_MOST_ROWS]
            texts = {row.info.id: library.document(row.info.id) for row in shown}
            listed = []
            for row in shown:
                document = texts[row.info.id]
                listed.append(jsonout.ledger_object(row, ledger.sentence(row, document.text if document else "")))
            return {"figures": listed, "rows": len(found)}

        return _told(rows)

    def match(profile: dict[str, Any], on: str = "") -> dict[str, Any]:
        """Which support measures apply to one enterprise; `on` is an ISO date, empty for today."""

        def matched() -> dict[str, Any]:
            enterprise = from_json(profile)
            found = matching.match(library.provisions(), library.infos(), enterprise, _day(on))
            return matched_object(found, enterprise, Words("zh"))

        return _told(matched)

    def draft(questions: list[str], region: str = "", year: int = 0) -> dict[str, Any]:
        """Drafted replies to a list of questions."""

        def replies() -> dict[str, Any]:
            asked = _questions(questions)
            made = desk.draft(assistant, library, asked, region=region or None, year=int(year) or None)
            return {"replies": [jsonout.reply_object(reply) for reply in made]}

        return _told(replies)

    for endpoint in (ask, search, figures, match, draft):
        api(endpoint, api_name=endpoint.__name__, concurrency_limit=4, concurrency_id="api")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise UsageError(f"{text!r} is no date.", remedy="Write it like 2026-05-01.") from None


def _status(text: str) -> Status | None:
    if text and text not in set(Status):
        raise UsageError(f"There is no status {text!r}.", remedy=f"Choose one of {', '.join(Status)}.")
    return Status(text) if text else None


def _questions(questions: Sequence[str]) -> list[str]:
    asked = [question.strip() for question in questions if isinstance(question, str) and question.strip()]
    if not 1 <= len(asked) <= MAX_QUESTIONS:
        raise UsageError(f"There are {len(asked)} questions.", remedy=f"Send 1 to {MAX_QUESTIONS}.")
    return asked


def _short(query: str) -> str:
    check_question(query)
    return query


def _told(make: Any) -> dict[str, Any]:
    """The result, or the error object in its place, as on the command line."""
    try:
        result: dict[str, Any] = make()
        return result
    except PolicyAssistantError as error:
        return jsonout.error_object(error.code, without_folders(error.message), error.remedy, error.exit_code)
