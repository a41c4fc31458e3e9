"""The form that corrects a post."""

from typing import Any

from accounts.actions.people import PostDates
from accounts.forms import TenureForm, VersionedForm
from accounts.models import Membership


class CorrectPostForm(TenureForm, VersionedForm):
    """Title, dates and fields; the role and the organisation of a post stay as they are."""

    def __init__(self, *args: Any, post: Membership, **options: Any) -> None:
        options["initial"] = {name: getattr(post, name) for name in ("title", "valid_from", "valid_to", "version")}
        options["initial"]["fields_in_charge"] = list(post.fields_in_charge.all())
        super().__init__(*args, **options)

    def dates(self) -> PostDates:
        """What the form says."""
        data = self.cleaned_data
        return PostDates(data["valid_from"], data["valid_to"], data["title"], tuple(data["fields_in_charge"]))
