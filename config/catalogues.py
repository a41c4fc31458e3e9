"""Message catalogues without GNU gettext: texts are found by Python's own parser and Django's template lexer."""

import ast
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGES = ("config", "accounts", "directives", "tasks")
CALLS = {"_": "gettext", "gettext": "gettext", "ngettext": "ngettext", "pgettext": "pgettext", "npgettext": "npgettext"}
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """What identifies a text in a catalogue."""

    context: str
    singular: str
    plural: str = ""


Places = Mapping[Message, list[str]]


def messages(base: Path) -> Places:
    """Every text of the interface below `base`, with the files it stands in."""
    found: dict[Message, list[str]] = {}
    for path in _sources(base):
        place = path.relative_to(base).as_posix()
        for message in sorted(set(_read(path))):
            found.setdefault(message, []).append(place)
    return found


def _sources(base: Path) -> Iterator[Path]:
    for package in PACKAGES:
        files = (path for path in (base / package).rglob("*") if path.suffix in {".py", ".html", ".txt"})
        yield from sorted(path for path in files if path.suffix == ".py" or "templates" in path.parts)


def _read(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    return in_python(text) if path.suffix == ".py" else in_template(text)


def in_python(source: str) -> Iterator[Message]:
    """Texts in calls such as `_("…")` and `ngettext("…", "…", n)`, whatever name the file gave the function."""
    tree = ast.parse(source)
    names = _names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        call = CALLS.get(names.get(name, name).removesuffix("_lazy").removesuffix("_noop"))
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if call and texts:
            yield _message(call, texts)


def _names(tree: ast.Module) -> dict[str, str]:
    """What `from django.utils.translation import gettext as _now` calls by another name."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    ours = (alias for node in imports if node.module == "django.utils.translation" for alias in node.names)
    return {alias.asname: alias.name for alias in ours if alias.asname}


def in_template(source: str) -> Iterator[Message]:
    """Texts in `{% translate %}`, `{% blocktranslate %}` and `_("…")`."""
    for call, literals in TEMPLATE_CALL.findall(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in re.findall(LITERAL, literals)]
        yield _message(CALLS[call], texts)


def _message(call: str, texts: list[str]) -> Message:
    context = texts.pop(0) if "p" in call else ""
    return Message(context, texts[0], texts[1] if call.startswith("n") and len(texts) > 1 else "")


def files() -> list[Path]:
    """The catalogues that are there."""
    return [path for path in expected() if path.exists()]


def expected() -> list[Path]:
    """One catalogue for each language but the one in which the texts are written."""
    folder = Path(settings.LOCALE_PATHS[0])
    codes = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [folder / code / "LC_MESSAGES" / "django.po" for code in codes]


def compile_one(path: Path) -> bool:
    """Write the .mo beside a .po; False when it was newer already."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
        return False
    half = target.with_suffix(f".{os.getpid()}.mo")  # several processes may compile, and others read meanwhile
    polib.pofile(str(path)).save_as_mofile(str(half))
    half.replace(target)
    return True


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def update(path: Path, wanted: Places) -> tuple[int, int]:
    """Rewrite one catalogue in the order of its texts; the numbers of added and dropped messages are returned."""
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {_key(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=120)
    new.metadata = old.metadata or {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": path.parts[-3],
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message in sorted(wanted, key=lambda message: (wanted[message], message)):
        new.append(_entry(message, known.get(message), wanted[message]))
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return len(set(wanted) - set(known)), len(set(known) - set(wanted))


def _entry(message: Message, known: polib.POEntry | None, places: list[str]) -> polib.POEntry:
    entry = known or polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.singular,
        msgid_plural=message.plural,
        msgstr_plural={0: "", 1: ""} if message.plural else {},
    )
    entry.occurrences = [(place, "") for place in places]
    return entry


def faults(catalogue: polib.POFile, wanted: Places) -> Iterator[str]:
    """One sentence for each message that is missing, stale, untranslated, unsure or has other placeholders."""
    known = {_key(entry): entry for entry in catalogue}
    for message in sorted(set(wanted) - set(known)):
        yield f"missing: {message.singular!r}"
    for message, entry in known.items():
        if reason := _fault(message, entry, wanted):
            yield f"{reason}: {message.singular!r}"


def _fault(message: Message, entry: polib.POEntry, wanted: Places) -> str:
    texts = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if message not in wanted:
        return "no longer in the code"
    if entry.fuzzy or not texts or not all(texts):
        return "not translated"
    allowed = [_placeholders(message.singular), _placeholders(message.plural or message.singular)]
    return "" if all(_placeholders(text) in allowed for text in texts) else "other placeholders"


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))
