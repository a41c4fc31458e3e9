"""Addresses of the tasks in the API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from tasks.api.calendar import CalendarView, SeriesViewSet
from tasks.api.instructions import InstructionViewSet
from tasks.api.reports import ReportsView, ReportView
from tasks.api.requests import REQUEST_VIEWS, ExtensionViewSet, TaskUrgingsView, UrgingRoundsView
from tasks.api.views import MOVE_VIEWS, OverdueBoardView, TaskViewSet

router = SimpleRouter()
router.register("tasks", TaskViewSet, basename="api-task")
router.register("extensions", ExtensionViewSet, basename="api-extension")
router.register("instructions", InstructionViewSet, basename="api-instruction")
router.register("series", SeriesViewSet, basename="api-series")

urlpatterns = [
    *(path(f"tasks/<int:pk>/{name}/", view, name=f"api-task-{name}") for name, view in MOVE_VIEWS.items()),
    *(path(f"tasks/<int:pk>/{name}/", view, name=f"api-task-{name}") for name, view in REQUEST_VIEWS.items()),
    path("tasks/<int:pk>/urgings/", TaskUrgingsView.as_view(), name="api-task-urgings"),
    path("urgings/", UrgingRoundsView.as_view(), name="api-urgings"),
    path("calendar/<int:year>/", CalendarView.as_view(), name="api-calendar"),
    path("board/", OverdueBoardView.as_view(), name="api-board"),
    path("reports/", ReportsView.as_view(), name="api-reports"),
    path("reports/<slug:slug>/", ReportView.as_view(), name="api-report"),
    path("", include(router.urls)),
]
