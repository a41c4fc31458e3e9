import json

from directives.parsing.__main__ import main
from tests.parsing import samples


def test_one_object_a_line_in_the_order_given(tmp_path, capsys):
    paths = [tmp_path / "b.txt", tmp_path / "a.txt"]
    paths[0].write_text(samples.LETTER, encoding="utf-8")
    paths[1].write_text("\ufeff" + samples.NEWS, encoding="utf-8")
    assert main([str(path) for path in paths]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == [str(path) for path in paths]
    assert lines[0]["header"]["number"] == "345/UBND-KT"


def test_a_file_that_cannot_be_opened_is_told_and_the_others_are_read(tmp_path, capsys):
    good = tmp_path / "good.txt"
    good.write_text(samples.LETTER, encoding="utf-8")
    assert main([str(tmp_path / "none.txt"), str(good)]) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert "đường dẫn" in first["error"]
    assert second["tasks"]
