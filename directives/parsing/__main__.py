"""`python -m directives.parsing FILE ...`: one JSON object a file, one a line, for measuring without Django."""

import json
import sys
from pathlib import Path

from directives.parsing.as_json import Json, to_contract
from directives.parsing.errors import UnreadableFile
from directives.parsing.extract import extract
from directives.parsing.readers import read
from directives.parsing.types import Extraction


def main(paths: list[str]) -> int:
    """Prints the contract's object for each of `paths`; 1 when one could not be read, else 0."""
    status = 0
    for path in paths:
        line, failed = _line(path)
        status = max(status, failed)
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return status


def _line(path: str) -> tuple[dict[str, Json], int]:
    try:
        return to_contract(path, _extraction(Path(path))), 0
    except UnreadableFile as error:
        return {"file": path, "error": str(error)}, 1
    except OSError:
        return {"file": path, "error": "Không mở được tệp này; hãy kiểm tra đường dẫn."}, 1


def _extraction(path: Path) -> Extraction:
    return extract(read(path.read_bytes(), path.name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
