"""Addresses of the page of a paper and its tabs."""

from django.urls import path

from directives.views import chain, coverage, points, targets

urlpatterns = [
    path("<int:pk>/", points.directive_detail, name="directive-detail"),
    path("<int:pk>/points/", points.directive_points, name="directive-points"),
    path("<int:pk>/points/<int:start>/", points.directive_point, name="directive-point"),
    path("<int:pk>/coverage/", coverage.coverage_page, name="directive-coverage"),
    path("<int:pk>/clauses/rule/", coverage.clause_rule, name="clause-rule"),
    path("clauses/<int:pk>/unrule/", coverage.clause_unrule, name="clause-unrule"),
    path("<int:pk>/chain/", chain.chain_page, name="directive-chain"),
    path("<int:pk>/targets/", targets.targets_page, name="directive-targets"),
    path("<int:pk>/targets/new/", targets.target_new, name="target-new"),
    path("<int:pk>/targets/find/", targets.targets_find, name="targets-find"),
    path("<int:pk>/targets/confirm/", targets.targets_confirm, name="targets-confirm"),
    path("targets/<int:pk>/edit/", targets.target_edit, name="target-edit"),
    path("targets/<int:pk>/values/", targets.target_value, name="target-value"),
    path("targets/values/<int:pk>/drop/", targets.target_value_drop, name="target-value-drop"),
    path("targets/<int:pk>/<slug:verb>/", targets.target_verb, name="target-verb"),
]
