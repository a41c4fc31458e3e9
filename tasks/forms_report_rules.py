"""Forms of the city's rules about its own figures: ageing bands, weights of the discipline index."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.widgets import DayInput
from tasks.ageing import bands_on, edges_of
from tasks.models import AgeingRule, WeightRule
from tasks.reports.scorecard_formula import FULL, Formula, criteria_on
from tasks.reports.scorecard_rule import formula_on

MOST_EDGES: Final = 7
LAST_EDGE: Final = 3650
"""Ten years: whoever is later than that stands in the open band anyway."""
MOST_WEIGHT: Final = 20
ALWAYS_WEIGHED: Final = "on_time"
"""The criterion that no index can do without: it is measured wherever anything was due."""
NUMBERS: Final = re.compile(r"\d{1,6}([\s,;]+\d{1,6})*")


class NumbersField(forms.CharField):
    """Whole numbers with commas or spaces between them."""

    def clean(self, value: Any) -> list[int]:
        """As numbers, in the order typed."""
        typed = super().clean(value).strip(" ,;")
        if not NUMBERS.fullmatch(typed):
            raise forms.ValidationError(_now("Hãy ghi các số nguyên cách nhau bằng dấu phẩy, ví dụ 7, 30, 120."))
        return [int(each) for each in re.split(r"[\s,;]+", typed)]


class FigureRuleForm(forms.Form):
    """What every rule of figures says: from which day, by what decision."""

    valid_from = forms.DateField(
        label=_("Áp dụng từ ngày"),
        widget=DayInput(),
        help_text=_("Hôm nay hoặc một ngày tới; số liệu của ngày đã qua giữ nguyên."),
    )
    source = forms.CharField(label=_("Căn cứ"), max_length=300)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    field_order = ["valid_from"]

    def common(self) -> dict[str, Any]:
        """The columns of every rule (the form is valid)."""
        return {name: self.cleaned_data[name] for name in ("valid_from", "source", "note")}


class AgeingForm(FigureRuleForm):
    """The last days of the bands."""

    edges = NumbersField(
        label=_("Ngày cuối của từng mức"),
        max_length=60,
        help_text=_("Ví dụ 7, 30, 120: 1-7, 8-30, 31-120 và trên 120 ngày."),
    )
    field_order = ["valid_from", "edges"]

    @classmethod
    def of(cls, day: date) -> "AgeingForm":
        """Filled with what is in force."""
        return cls(initial={"valid_from": day, "edges": ", ".join(map(str, edges_of(bands_on(day))))}, prefix="ages")

    def clean_edges(self) -> list[int]:
        """Ascending, not too many for a table, none of them nought."""
        edges: list[int] = self.cleaned_data["edges"]
        if edges != sorted(set(edges)) or edges[0] < 1 or edges[-1] > LAST_EDGE or len(edges) > MOST_EDGES:
            words = {"most": MOST_EDGES, "last": LAST_EDGE}
            sentence = _now("Các số phải tăng dần, từ 1 đến %(last)s, nhiều nhất %(most)s số.") % words
            raise forms.ValidationError(sentence)
        return edges

    def rule(self) -> AgeingRule:
        """As the action takes it (the form is valid)."""
        return AgeingRule(**self.common(), edges=self.cleaned_data["edges"])


class WeightForm(FigureRuleForm):
    """A weight for each criterion, what a late task weighs by its age, and from how many tasks on a unit is ranked."""

    age_weights = NumbersField(
        label=_("Hệ số theo mức quá hạn"),
        max_length=60,
        help_text=_("Một số cho mỗi mức, không giảm dần; mức nào thiếu thì tính như mức cuối."),
    )
    least_judged = forms.IntegerField(label=_("Xếp hạng từ (số nhiệm vụ)"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, criteria: Formula, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [each.key for each in criteria.criteria]
        for each in criteria.criteria:
            self.fields[each.key] = forms.IntegerField(
                label=str(each.label), min_value=0, max_value=FULL, widget=forms.NumberInput(attrs={"size": 4})
            )
        self.order_fields(["valid_from", *self.keys, "age_weights", "least_judged", "source", "note"])

    @classmethod
    def of(cls, day: date, data: Any = None) -> "WeightForm":
        """Filled with what is in force, or with what was sent."""
        now = formula_on(day)
        weights = {each.key: each.weight for each in now.criteria}
        ages = ", ".join(map(str, now.age_weights))
        kept = {"valid_from": day, "age_weights": ages, "least_judged": now.least_judged, **weights}
        return cls(data, initial=kept, prefix="weights", criteria=criteria_on(day))

    def clean_age_weights(self) -> list[int]:
        """Never less for what is later, else it would pay to wait."""
        given: list[int] = self.cleaned_data["age_weights"]
        if given != sorted(given) or given[0] < 1 or given[-1] > MOST_WEIGHT or len(given) > MOST_EDGES + 1:
            words = {"most": MOST_WEIGHT}
            raise forms.ValidationError(_now("Các hệ số từ 1 đến %(most)s và không giảm dần.") % words)
        return given

    def clean(self) -> dict[str, Any]:
        """The weights make a hundred."""
        data: dict[str, Any] = super().clean() or {}
        if all(key in data for key in self.keys):
            total = sum(data[key] for key in self.keys)
            if total != FULL:
                self.add_error(None, _now("Tổng trọng số phải là 100; hiện là %(total)s.") % {"total": total})
            if not data[ALWAYS_WEIGHED]:
                self.add_error(ALWAYS_WEIGHED, _now("Tiêu chí này phải có trọng số."))
        return data

    def rule(self) -> WeightRule:
        """As the action takes it (the form is valid)."""
        given = self.cleaned_data
        return WeightRule(
            **self.common(),
            weights={key: given[key] for key in self.keys},
            age_weights=given["age_weights"],
            least_judged=given["least_judged"],
        )
