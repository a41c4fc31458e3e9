"""The process that reads one uploaded file: bytes on standard input, a document or a sentence as JSON on its output.

Called with `read` and the name of the file, with `draw` and the number of a page, whose picture is the answer then,
with `show`, whose answer is what can be shown of the file, or with `words`, which answers with its words alone.
Started by `guarded`. Limits of memory and time are set before anything of the file is looked at, so that
a file made to break a reader breaks this process and nothing else.
"""

import base64
import json
import os
import resource
import sys
from dataclasses import asdict
from typing import Any

from directives.parsing.types import Document, Span, Table, TableRow

MEMORY = 2 * 1024**3
CPU_SECONDS = 420
FILE_BYTES = 512 * 1024**2


def main() -> None:
    """Read standard input under limits and print what came of it."""
    limit()
    verb, what = sys.argv[1:3]
    answer = json.dumps(_answer(sys.stdin.buffer.read(), verb, what), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))


def limit(memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS) -> None:
    """Bound this process; the memory of a converter that it starts is bounded anew by its own hard limit."""
    os.environ.update(OMP_THREAD_LIMIT="1", OPENBLAS_NUM_THREADS="1")
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, verb: str, what: str) -> dict[str, Any]:
    from directives.parsing.errors import UnreadableFile
    from directives.parsing.readers.drawing import draw_page
    from directives.parsing.readers.read import read

    try:
        if verb == "draw":
            return {"picture": base64.b64encode(draw_page(data, int(what))).decode()}
        if verb == "show":
            from directives.parsing.readers.preview import preview

            return asdict(preview(data))
        if verb == "words":
            from directives.parsing.readers.wording import wording

            return asdict(wording(data))
        return packed(read(data, what))
    except UnreadableFile as error:
        return {"code": error.code, "sentence": str(error)}


def packed(document: Document) -> dict[str, Any]:
    """The document as plain values."""
    return {
        "text": document.text,
        "warnings": list(document.warnings),
        "pages": list(document.page_starts),
        "tables": [
            {
                "span": [table.span.start, table.span.end],
                "rows": [[list(row.cells), [[span.start, span.end] for span in row.spans]] for row in table.rows],
            }
            for table in document.tables
        ],
    }


def unpacked(answer: dict[str, Any]) -> Document:
    """The document that `packed` made these values of; raises `KeyError`, `TypeError`, `ValueError` for others."""
    tables = (
        Table(tuple(_row(cells, spans) for cells, spans in table["rows"]), _span(table["span"]))
        for table in answer["tables"]
    )
    starts = tuple(int(start) for start in answer["pages"])
    return Document(str(answer["text"]), tuple(tables), tuple(map(str, answer["warnings"])), starts)


def _row(cells: list[str], spans: list[list[int]]) -> TableRow:
    return TableRow(tuple(map(str, cells)), tuple(map(_span, spans)))


def _span(ends: list[int]) -> Span:
    start, end = ends
    return Span(int(start), int(end))


if __name__ == "__main__":
    main()
