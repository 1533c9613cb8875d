"""How a document stands among the others: in force or not, its versions, what it ends, its attachments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from docs_store import attachments, validity
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from ui.texts import Words


def relations_object(info: DocumentInfo, infos: DocumentSet, today: date) -> dict[str, Any]:
    """The fields of `library show --json` that tell of other documents."""
    versions = validity.versions(info, infos)
    current = validity.in_force_on(versions, today)
    successors = infos.superseded(today)
    parents = attachments.parents(infos)
    return {
        "force": str(validity.force(info, today, successors)),
        "superseded_by": successors.get(info.id),
        "versions": [
            {
                "document_id": version.info.id,
                "title": version.info.metadata.title.value,
                "source": version.info.source,
                "begins": version.begins,
                "in_force": current is not None and version.info.id == current.info.id,
            }
            for version in versions
        ],
        "repeals_held": {name: held.id for name, held in validity.repealed_by(info, infos).items()},
        "attachment_of": parents.get(info.id),
        "attachments_held": [id_ for id_, parent in parents.items() if parent == info.id],
    }


def relations_lines(info: DocumentInfo, infos: DocumentSet, today: date, words: Words) -> Iterator[str]:
    """The same for people."""
    found = relations_object(info, infos, today)

    def named(id_: str) -> dict[str, str]:
        return {"title": infos.by_id[id_].metadata.title.value, "id": id_}

    yield words("library.force", state=words(f"force.{found['force']}"), day=today.isoformat())
    if found["superseded_by"]:
        yield words("library.superseded_by", **named(found["superseded_by"]))
    if found["versions"]:
        yield words("library.versions")
    for version in found["versions"]:
        mark = words("library.version_now") if version["in_force"] else ""
        own = words("library.version_this") if version["document_id"] == info.id else ""
        fields = {name: version[name] for name in ("begins", "source", "title")}
        yield words("library.version", id=version["document_id"], mark=mark + own, **fields)
    for name, id_ in found["repeals_held"].items():
        yield words("library.repeals_held", name=name, id=id_)
    if found["attachment_of"]:
        yield words("library.attachment_of", **named(found["attachment_of"]))
    for id_ in found["attachments_held"]:
        yield words("library.attachment", **named(id_))
