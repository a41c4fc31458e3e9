"""A text as it reads on a page of any width: the ends of lines that printing broke inside a sentence are blanks."""

import re

from directives.parsing.layout import read_blocks
from directives.parsing.normalise import nfc

# The lines of a letterhead are shorter, and stay lines.
FULL_LINE = 40
# The number of a page between two halves of a sentence stays on a line of its own.
_LINE_END = re.compile(rf"(?<=[^\n]{{{FULL_LINE}}})(?<=\S)\n(?=\S)(?!\W{{0,2}}\d{{1,3}}\W{{0,2}}\n|[Tt]rang\s\d)")
# Columns of a letterhead stay side by side.
_SET_APART = re.compile(r"\S {3,}\S|Độc lập", re.IGNORECASE)


def flowing(text: str) -> str:
    """`text`, a stored one (NFC), character for character, with blanks for the breaks inside its sentences.

    Every place in it is the same place in `text`; lists, rows of tables and empty lines stand as they stood.
    """
    if "\n" not in text or nfc(text) != text:
        return text
    parts: list[str] = []
    done = 0
    for block in read_blocks(text):
        start, end = block.span.start, block.span.end
        words = text[start:end]
        if start < done or block.is_row or "\n" not in words or _SET_APART.search(words):
            continue
        parts += (text[done:start], _LINE_END.sub(" ", words))
        done = end
    return "".join((*parts, text[done:]))
