"""The API's addresses, version 1."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.api import OrganisationViewSet
from directives.api import DirectiveViewSet

router = SimpleRouter()
router.register("organisations", OrganisationViewSet, basename="api-organisation")
router.register("directives", DirectiveViewSet, basename="api-directive")

urlpatterns = [
    path("", include("tasks.api.urls")),
    path("", include(router.urls)),
]
