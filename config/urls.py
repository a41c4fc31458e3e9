"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from config import views
from config.api_docs import ApiDocsView

# One way in for everybody, with its limits and its second factor; the administration site has none of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth's guide says
# What is kept about signing in changes only by actions with an entry in the trail, and its secrets are nobody's to see.
for kept in (Authenticator, UserSession, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(kept)

urlpatterns = [
    path("", include("tasks.urls")),
    path("directives/", include("directives.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/", include("accounts.signin_urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("api/v1/", include("config.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", ApiDocsView.as_view(), name="api-docs"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("help/", views.help_page, name="help"),
    path("admin/", admin.site.urls),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("mailbox/", include("config.mailbox_urls")))
    urlpatterns.append(path("help/style/", views.style_page, name="style"))

handler404 = "config.views.page_not_found"
handler403 = "config.views.forbidden"
handler500 = "config.views.server_error"
