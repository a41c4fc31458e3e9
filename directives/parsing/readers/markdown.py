"""Text with tables as Markdown sets them: the line ends inside their cells are printed as `<br>`."""

import re

from directives.parsing.readers.blocks import is_layout

_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_SIGNS = ("<br", "<BR", "<Br")


def unfolded(text: str) -> str:
    """`text` with line ends for `<br>`; the columns of a letterhead or a foot come one below the other.

    In a row of any other table a blank stands for it, so that the row stays one line.
    """
    if not any(map(text.__contains__, _SIGNS)):
        return text
    return "\n".join(_unfolded(line) if any(map(line.__contains__, _SIGNS)) else line for line in text.split("\n"))


def _unfolded(line: str) -> str:
    if line.count("|") < 2:
        return _BREAK.sub("\n", line)
    cells = [_BREAK.sub("\n", cell).strip() for cell in line.strip().strip("|").split("|")]
    return "\n".join(cells) if is_layout([cells]) else _BREAK.sub(" ", line)
