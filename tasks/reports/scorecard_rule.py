"""The formula in force on a day: the criteria as shipped, with the weights and ageing bands that the city has set."""

from dataclasses import replace
from datetime import date

from tasks.ageing import bands_on
from tasks.models import WeightRule
from tasks.reports.scorecard_formula import Formula, criteria_on


def formula_on(day: date) -> Formula:
    """The one that reports of `day` are made by (two queries)."""
    shipped, ages, rule = criteria_on(day), bands_on(day), WeightRule.on(day)
    if rule is None or rule.valid_from < shipped.valid_from:
        return replace(shipped, ages=ages)
    return Formula(
        version=f"{shipped.version}.{rule.pk}",
        valid_from=rule.valid_from,
        criteria=tuple(replace(each, weight=int(rule.weights.get(each.key, 0))) for each in shipped.criteria),
        age_weights=tuple(rule.age_weights),
        least_judged=rule.least_judged,
        ages=ages,
    )
