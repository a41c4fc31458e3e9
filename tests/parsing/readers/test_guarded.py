"""The process that reads uploads: the same answers as without it, and an end to files that would not end."""

import subprocess
import sys

import pytest

from directives.parsing.errors import EmptyFile, UnreadableFile
from directives.parsing.readers import guarded, read
from directives.parsing.readers.worker import packed, unpacked
from tests.parsing.readers.papers import cell, para, row, table, word


def test_the_answer_is_that_of_the_reader():
    data = word(para("Kế hoạch"), table(row(*map(cell, "abc")), row(*map(cell, "xyz"))))
    assert guarded.read_guarded(data, "a.docx") == read(data, "a.docx") == unpacked(packed(read(data, "a.docx")))


def test_refusals_keep_their_kind_and_sentence():
    with pytest.raises(EmptyFile, match="không có nội dung"):
        guarded.read_guarded(b" ", "a.txt")


def test_time_by_the_clock_is_bounded():
    with pytest.raises(UnreadableFile, match="quá lâu"):
        guarded.read_guarded(b"a" * 100, "a.txt", seconds=0.01)


@pytest.mark.parametrize(
    ("work", "status"),
    [("b = bytearray(3 * 1024**3)", 1), ("\nwhile True: pass", -24)],
    ids=["memory", "seconds"],
)
def test_the_limits_of_the_process_hold(work, status):
    code = f"from directives.parsing.readers.worker import limit; limit(1024**3, 1); {work}"
    done = subprocess.run([sys.executable, "-c", code], cwd=guarded.ROOT, capture_output=True, check=False)
    assert done.returncode == status


@pytest.mark.parametrize(("answer", "status"), [(b"", 1), (b"{", 0), (b'{"text": 1}', 0), (b"", -11), (b"[]", 0)])
def test_a_broken_reader_gives_a_sentence(answer, status):
    with pytest.raises(UnreadableFile, match="trình đọc hỏng"):
        guarded._outcome(answer, status, unpacked)


def test_out_of_processor_time_is_said():
    with pytest.raises(UnreadableFile, match="quá lâu"):
        guarded._outcome(b"", -24, unpacked)
