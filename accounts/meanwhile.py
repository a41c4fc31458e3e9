"""What others changed after a form was opened, in words, out of the audit trail."""

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from accounts.trail_words import differences, word

MOST = 10
CHANGING_NOTHING = (".read", ".file_read", ".exported")


def changes(row: Model, *, versions: int, prefix: str = "") -> list[str]:
    """One sentence for each of the last `versions` changes of the row, oldest first: who, when, what, before and after.

    An action raises the version of what it changes by one and leaves one entry, so that as many entries are read as
    the form is behind. `prefix` narrows to actions that begin so, where the trail of a row tells of others too.
    One query; at most `MOST` sentences.
    """
    if versions < 1:
        return []
    entries = AuditEntry.objects.filter(
        target_type=row._meta.label_lower, target_id=str(row.pk), action__startswith=prefix
    )
    for ending in CHANGING_NOTHING:
        entries = entries.exclude(action__endswith=ending)
    newest = entries.select_related("actor").order_by("-pk")[: min(versions, MOST)]
    return [_sentence(entry) for entry in reversed(newest)]


def _sentence(entry: AuditEntry) -> str:
    said = [(label, before, after) for label, before, after in differences(entry) if before != after]
    parts = [
        _("%(label)s: “%(before)s” thành “%(after)s”") % {"label": label, "before": before or "–", "after": after}
        for label, before, after in said
    ]
    head = _("%(who)s, %(at)s: %(what)s") % {
        "who": entry.actor or _("Hệ thống"),
        "at": f"{timezone.localtime(entry.at):%H:%M %d/%m/%Y}",
        "what": word(entry.action),
    }
    return f"{head} ({'; '.join(parts)})." if parts else f"{head}."
