"""Which files are read: their suffixes, the reader of each, and how large one may be. Loads no reader."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

READERS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "ingest.readers.text:read_text",
        ".md": "ingest.readers.markdown:read_markdown",
        ".docx": "ingest.readers.docx:read_docx",
        ".doc": "ingest.readers.office:read_office",
        ".wps": "ingest.readers.office:read_office",
        ".rtf": "ingest.readers.office:read_office",
        ".odt": "ingest.readers.office:read_office",
        ".pptx": "ingest.readers.pptx:read_pptx",
        ".ppt": "ingest.readers.office:read_office",
        ".dps": "ingest.readers.office:read_office",
        ".odp": "ingest.readers.office:read_office",
        ".pdf": "ingest.readers.pdf:read_pdf",
        ".png": "ingest.readers.image:read_image",
        ".jpg": "ingest.readers.image:read_image",
        ".jpeg": "ingest.readers.image:read_image",
        ".tif": "ingest.readers.image:read_image",
        ".tiff": "ingest.readers.image:read_image",
        ".ofd": "ingest.readers.ofd:read_ofd",
        ".xlsx": "ingest.readers.xlsx:read_xlsx",
        ".xls": "ingest.readers.xls:read_xls",
        ".et": "ingest.readers.xls:read_xls",
        ".xml": "ingest.readers.xmlss:read_xmlss",
        ".csv": "ingest.readers.csv:read_csv",
        ".tsv": "ingest.readers.csv:read_csv",
        ".html": "ingest.readers.html:read_html",
        ".htm": "ingest.readers.html:read_html",
        ".mht": "ingest.readers.mime:read_mime",
        ".mhtml": "ingest.readers.mime:read_mime",
        ".eml": "ingest.readers.mime:read_mime",
    }
)
"""Lower-case suffix to the `module:function` of its reader."""

MAX_FILE_BYTES = 200 * 1024 * 1024


def supported_suffixes() -> tuple[str, ...]:
    """Suffixes of what is read, lower case with the dot, in the table's order; archives last."""
    return (*READERS, ".zip")
