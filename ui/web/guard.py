"""Which events of the pages read and which change the library; asked before any of them runs.

An event is known by the component that it comes from (`pa-upload.upload`), an event that has none by the function that
it runs (`ChatPage.show`), and an endpoint by its name (`/ask`). What a visitor keeps for himself (conversations, lists,
opinions) is no part of the library: keeping it is reading. What is in neither table may only be done by who may change
the library; `tests/ui/web/test_guard.py` fails for it.
"""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction

from ui.web.access import may_change
from ui.web.texts import words

CHANGING = frozenset(
    {
        "pa-upload.upload",
        "pa-status.replace",
        "pa-documents.remove",
        "pa-documents.settle",
        "pa-document.correct",
        "pa-document.settle",
        "pa-draft-approve.click",
        "pa-draft-reject.click",
        "pa-draft-back.click",
    }
)
READING = frozenset(
    {
        # endpoints
        "/ask",
        "/search",
        "/figures",
        "/match",
        "/draft",
        # all pages
        "build_pages.loaded_language",
        "build_pages.head",
        "pa-language.input",
        "ChatPage.show",
        "FiguresPage.show",
        "MatchPage.show",
        "DraftPage.show",
        "LibraryPage.show",
        "AboutPage.show",
        # questions
        "ChatPage._offer",
        "Stops.stop",
        "pa-stop.click",
        "pa-live.ask",
        "pa-live.opinion",
        "pa-new.click",
        "pa-past.earlier",
        "pa-past.opinion",
        "pa-talks.forget",
        "pa-talks.open",
        "pa-talks.rename",
        # figures
        "pa-figure-sentence.shut",
        "pa-figure-table.look",
        "pa-figure-table.open",
        # matching
        "pa-match-forget.click",
        "pa-match-read.click",
        "pa-match-result.file",
        "pa-match-run.click",
        "pa-match-save.click",
        # drafting; what a crash left of an approval goes with saving or removing, for who may change (`DraftPage`)
        "DraftPage._look",
        "pa-draft-lists.input",
        "pa-draft-new.click",
        "pa-draft-next.click",
        "pa-draft-previous.click",
        "pa-draft-progress.remove",
        "pa-draft-questions.pick",
        "pa-draft-save.click",
        "pa-draft-start.click",
        "pa-draft-text.blur",
        # the library
        "LibraryPage.list_documents",
        "pa-document.shut",
        "pa-documents.narrow",
        "pa-documents.open",
        "pa-find.change",
    }
)


def event_names(blocks: gr.Blocks, event: BlockFunction) -> list[str]:
    """The names that an event is known by in the tables: several where several components begin it."""
    if not event.targets:
        return [f"/{event.api_name}"]
    names = []
    for component, kind in event.targets:
        elem_id = getattr(blocks.blocks.get(component), "elem_id", None) if component is not None else None
        names.append(f"{elem_id}.{kind}" if elem_id else _function(event))
    return names


def only_reads(blocks: gr.Blocks, event: BlockFunction) -> bool:
    """Whether an event leaves the library as it is, however it is begun."""
    return all(name in READING for name in event_names(blocks, event))


class GuardedBlocks(gr.Blocks):
    """Blocks whose events run only for who may have them run, by whichever of Gradio's ways they are called."""

    async def process_api(
        self,
        block_fn: BlockFunction | int,
        inputs: list[Any],
        state: Any = None,
        request: Any = None,
        *given: Any,
        **more: Any,
    ) -> dict[str, Any]:
        """See `gr.Blocks`.

        Raises:
            gr.Error: the event changes the library, and the request may not.
        """
        event = self.fns[block_fn] if isinstance(block_fn, int) else block_fn
        if not only_reads(self, event) and not may_change(request):
            raise gr.Error(f"{words('zh')['read_only']}\n{words('en')['read_only']}", print_exception=False)
        result: dict[str, Any] = await super().process_api(block_fn, inputs, state, request, *given, **more)
        return result


def _function(event: BlockFunction) -> str:
    return getattr(event.fn, "__qualname__", "").replace("<locals>.", "")
