"""The left navigation as data: what stands where, for whom, and which pages exist yet."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

Label = str | Promise

EVERYBODY: Final[frozenset[Role]] = frozenset(Role)
REGISTRY: Final = frozenset({Role.CLERK, Role.MONITOR})
STEERING: Final = frozenset({Role.LEADER, Role.MONITOR, Role.CLERK, Role.HEAD, Role.AUDITOR, Role.ADMIN})
DECIDERS: Final = frozenset({Role.LEADER, Role.MONITOR, Role.CLERK})
OVERSEERS: Final = frozenset({Role.LEADER, Role.MONITOR})
MEETINGS: Final = frozenset({Role.LEADER, Role.MONITOR, Role.CLERK, Role.AUDITOR})
DELIVERY: Final = frozenset({Role.MONITOR, Role.CLERK, Role.ADMIN, Role.AUDITOR})
CALENDAR: Final = frozenset({Role.ADMIN, Role.MONITOR, Role.CLERK})
WATCHERS: Final = frozenset({Role.ADMIN, Role.AUDITOR})
NAMERS: Final = REGISTRY | {Role.ADMIN}
STANDS_IN: Final = "stands_in"
"""The circumstance that a person stands in today for somebody who decides."""
LONG: Final = 14
"""Entries that fit a window 768 pixels high beside everything else; a longer menu folds."""
ROW: Final = re.compile(r"/\d+/")
"""The number of a row in an address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: `url_name` is reversed without arguments, `key` is pressed after `g`.

    `counter` names the variable of every page that holds a number to show beside it. `also` names a circumstance
    in which the entry is shown whatever the roles are.
    """

    label: Label
    url_name: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    key: str = ""
    counter: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; one that `folds` is closed in a long menu until it is opened."""

    label: Label
    entries: tuple[Entry, ...]
    folds: bool = False


MENU: Final = (
    Group(
        _("Công việc"),
        (
            Entry(_("Việc của tôi"), "home", "house", EVERYBODY - {Role.LEADER}, "h"),
            Entry(_("Cần chú ý"), "attention", "siren", OVERSEERS, "a"),
            Entry(_("Nhiệm vụ"), "task-list", "list-checks", key="n"),
            Entry(_("Nhiệm vụ định kỳ"), "series-list", "repeat"),
            Entry(_("Bảng quá hạn"), "report-overdue", "chart-bar-decreasing", STEERING, "b"),
            Entry(_("Báo cáo"), "report-index", "file-chart-column", STEERING, "f"),
            Entry(_("Chờ duyệt gia hạn"), "extension-queue", "calendar-check", DECIDERS, "x", "to_decide", STANDS_IN),
            Entry(_("Gia hạn"), "extension-list", "calendar-clock", key="e"),
            Entry(_("Đôn đốc"), "urging-log", "megaphone", OVERSEERS, "c"),
            Entry(_("Ý kiến chỉ đạo"), "instruction-list", "message-square-warning", key="y", counter="words_to_see"),
            Entry(_("Họp giao ban"), "meeting-list", "users-round", MEETINGS, "p"),
            Entry(_("Thông báo"), "notice-list", "bell", key="t"),
        ),
    ),
    Group(
        _("Văn bản"),
        (
            Entry(_("Văn bản chỉ đạo"), "directive-list", "file-text", key="v"),
            Entry(_("Nhập văn bản"), "directive-upload", "file-up", REGISTRY, "i"),
            Entry(_("Rà soát"), "directive-review-queue", "scan-search", REGISTRY, "r"),
            Entry(_("Đọc lại văn bản"), "reading-list", "refresh-cw", REGISTRY, counter="readings_to_decide"),
            Entry(_("Cách gọi cơ quan"), "name-list", "tags", NAMERS, counter="names_to_decide"),
        ),
    ),
    Group(
        _("Danh mục"),
        (
            Entry(_("Tổ chức"), "organisation-list", "building-2", key="o"),
            Entry(_("Người dùng"), "person-list", "users", frozenset({Role.ADMIN}), "u"),
            Entry(_("Xác thực hai lớp"), "second-factor-rule", "shield-check", frozenset({Role.ADMIN})),
            Entry(_("Vắng mặt, người thay"), "absence-list", "user-round-x", CALENDAR, "w"),
            Entry(_("Thư mời"), "invitation-list", "mail-plus", frozenset({Role.ADMIN, Role.CLERK})),
            Entry(_("Cần bàn giao"), "leaving", "arrow-right-left", CALENDAR | {Role.HEAD}),
            Entry(_("Lịch làm việc"), "workday-list", "calendar-days", CALENDAR, "l"),
            Entry(_("Quy tắc tính hạn"), "rules", "scale", CALENDAR),
            Entry(_("Quy tắc xử lý"), "practice", "signature", CALENDAR | {Role.HEAD}),
            Entry(_("Quy tắc số liệu"), "report-rules", "chart-no-axes-column", CALENDAR),
            Entry(_("Quy tắc nhắc hạn"), "ladder", "trending-up", DELIVERY, "q"),
        ),
        folds=True,
    ),
    Group(
        _("Hệ thống"),
        (
            Entry(_("Nhật ký gửi thư"), "mail-log", "mail-check", DELIVERY, "m"),
            Entry(_("Địa chỉ hỏng"), "address-list", "mail-x", DELIVERY),
            Entry(_("Lịch chạy"), "sweep-list", "calendar-clock", DELIVERY, "s"),
            Entry(_("Dấu vết"), "audit-log", "footprints", WATCHERS, "d"),
        ),
        folds=True,
    ),
    Group(
        _("Hướng dẫn"),
        (
            Entry(_("Quyền hạn"), "permissions", "shield-check"),
            Entry(_("Kết nối API"), "api-docs", "plug"),
            Entry(_("Trợ giúp"), "help", "circle-question-mark"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    label: Label
    href: str
    icon: str
    key: str
    current: bool
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group as one page shows it."""

    label: Label
    links: tuple[Link, ...]
    folds: bool = False
    folded: bool = False


def address(entry: Entry) -> str:
    """The address of an entry, or an empty text while its page does not exist."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def menu(roles: Collection[str], path: str, circumstances: Collection[str] = ()) -> list[Section]:
    """What a person with `roles` may open, with the entry of the page `path` as the current one."""
    groups = [
        (group, [(entry, address(entry)) for entry in group.entries if _is_for(entry, roles, circumstances)])
        for group in MENU
    ]
    known = [href for _group, entries in groups for _entry, href in entries if href]
    current = _current(path, known)
    sections = [_section(group, entries, current, is_long=len(known) > LONG) for group, entries in groups]
    return [section for section in sections if section.links]


def _current(path: str, known: Collection[str]) -> str:
    """The longest address that begins `path`; work on one row (`/directives/3/review/`) is part of its queue."""
    queue = ROW.sub("/", path)
    return queue if queue in known else max((href for href in known if is_within(path, href)), key=len, default="")


def _section(group: Group, entries: list[tuple[Entry, str]], current: str, *, is_long: bool) -> Section:
    folds = group.folds and is_long
    links = tuple(_link(entry, href, current) for entry, href in entries if href)
    return Section(group.label, links, folds, folds and not any(link.current for link in links))


def _is_for(entry: Entry, roles: Collection[str], circumstances: Collection[str]) -> bool:
    return bool(entry.roles.intersection(roles)) or entry.also in circumstances


def is_within(path: str, href: str) -> bool:
    """Whether `path` is the page `href` or lies below it; the site's root has nothing below it."""
    return path == href if href == "/" else path.startswith(href)


def _link(entry: Entry, href: str, current: str) -> Link:
    return Link(entry.label, href, entry.icon, f"g {entry.key}" if entry.key else "", href == current, entry.counter)
