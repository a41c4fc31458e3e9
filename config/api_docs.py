"""The page that describes the API, fit for the site's strict content security policy."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")
class ApiDocsView(SpectacularSwaggerSplitView):
    """Swagger UI out of its wheel; it styles itself inline, so this one address allows inline styles, no scripts."""

    url_name = "api-schema"
