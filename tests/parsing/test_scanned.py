from directives.parsing.partners import find_coordinating
from directives.parsing.scanned import with_scanned
from directives.parsing.sentences import is_imperative


def test_phrases_of_two_words_without_tones_and_without_marks():
    spelled = with_scanned(["đẩy mạnh"])
    assert spelled[0] == "đẩy mạnh"
    assert {"đây mạnh", "day mạnh", "đây manh", "day manh"} <= set(spelled)


def test_single_words_and_long_phrases_keep_their_marks():
    assert with_scanned(["sở", "một hai ba bốn", "phòng, chống"]) == ("sở", "một hai ba bốn", "phòng, chống")


def test_each_spelling_once():
    assert len(with_scanned(["ban hành", "ban hành"])) == len(set(with_scanned(["ban hành"]))) + 1


def test_verbs_as_scanning_reads_them_begin_a_duty_and_end_a_name():
    assert is_imperative("Thúc đây giải ngân vốn")
    assert is_imperative("Khan trương báo cáo kết quả")
    assert find_coordinating("Phối hợp với các sở, ngành đây nhanh tiến độ dự án.") == ("các sở, ngành",)
    assert find_coordinating("Chủ trì, phối hợp Vụ Tổ chức khân trương soạn quy chế.") == ("Vụ Tổ chức",)
