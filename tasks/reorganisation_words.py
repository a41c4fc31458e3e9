"""Sentences of notices about reorganised bodies; see `tasks.notice_words`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]


def _reorganised(facts: Facts) -> str:
    known = {**facts, "on": f"{date.fromisoformat(facts['on']):%d/%m/%Y}"}
    if facts["what"] == "undone":
        return _("Đã hoàn lại việc sắp xếp %(sources)s theo %(document)s; %(tasks)s nhiệm vụ về lại đơn vị cũ.") % known
    if facts["what"] == "blocked":
        return _("Chưa thực hiện được việc sắp xếp %(sources)s ngày %(on)s: %(problem)s") % known
    return _said(facts["kind"]) % known


def _said(kind: str) -> str:
    if kind == "move":
        return _("%(sources)s chuyển về trực thuộc %(into)s từ ngày %(on)s theo %(document)s.")
    if kind == "split":
        return _("%(sources)s tách thành %(into)s từ ngày %(on)s theo %(document)s; %(tasks)s nhiệm vụ chuyển theo.")
    if kind == "rename":
        return _("%(sources)s đổi tên thành %(into)s từ ngày %(on)s theo %(document)s; %(tasks)s nhiệm vụ chuyển theo.")
    return _("%(sources)s nhập vào %(into)s từ ngày %(on)s theo %(document)s; %(tasks)s nhiệm vụ chuyển theo.")


SENTENCES: Final[dict[str, Callable[[Facts], str]]] = {"reorganised": _reorganised}
"""By kind of notice."""
