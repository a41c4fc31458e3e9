"""Why a file could not be read; `str(error)` is one Vietnamese sentence that says what to do."""

READABLE = "chỉ nhận tệp .docx, .doc, .odt, .rtf, .pdf, .html, .txt và ảnh quét (.png, .jpg, .tif)."


class UnreadableFile(ValueError):
    """The base of all reading errors; `code` is stable for programs, the message is for people."""

    code = "unreadable"
    sentence = "Không đọc được tệp này; hãy kiểm tra tệp rồi tải lên lại, hoặc dán nội dung văn bản."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class EmptyFile(UnreadableFile):
    """The file holds no text at all."""

    code = "empty"
    sentence = "Tệp không có nội dung chữ; hãy chọn tệp khác hoặc dán nội dung văn bản."


class EncryptedFile(UnreadableFile):
    """A password is needed to open the file."""

    code = "encrypted"
    sentence = "Tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi tải lên lại."


class OversizedFile(UnreadableFile):
    """The file is larger than `directives.parsing.readers.MAX_BYTES`."""

    code = "oversized"
    sentence = "Tệp lớn hơn 20 MB; hãy tách nhỏ hoặc nén lại rồi tải lên."


class MislabelledFile(UnreadableFile):
    """The content is of another type than the name says, or of a type that is not read at all."""

    code = "mislabelled"
    sentence = "Nội dung tệp không phải loại đọc được; " + READABLE


class ScannedFile(UnreadableFile):
    """Pictures in which no words could be read, or no program to read them is there."""

    code = "scanned"
    sentence = "Tệp là bản quét không đọc được chữ; hãy tải bản có chữ (.docx, .pdf) hoặc dán nội dung văn bản."
