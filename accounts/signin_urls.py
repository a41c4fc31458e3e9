"""Addresses of signing in safely; mounted before allauth's own, three of which stand here with the office's demand."""

from django.urls import path

from accounts.views import providers, security

urlpatterns = [
    path("people/<int:pk>/factors/reset/", security.person_factors_reset, name="person-factors-reset"),
    path("people/<int:pk>/unlock/", security.person_unlock, name="person-unlock"),
    path("people/<int:pk>/sessions/end/", security.person_sessions_end, name="person-sessions-end"),
    path("sessions/", security.session_list, name="session-list"),
    path("sessions/<int:pk>/end/", security.session_end, name="session-end"),
    path("sessions/others/end/", security.session_end_others, name="session-end-others"),
    path("second-factor/", security.second_factor_rule, name="second-factor-rule"),
    path("2fa/", security.overview, name="mfa_index"),
    path("2fa/totp/deactivate/", security.app_remove, name="mfa_deactivate_totp"),
    path("2fa/webauthn/keys/<int:pk>/remove/", security.key_remove, name="mfa_remove_webauthn"),
    path("oidc/<str:provider_id>/login/", providers.provider_login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", providers.provider_callback, name="openid_connect_callback"),
    path("oidc/<str:provider_id>/logout/", providers.provider_logout, name="provider-logout"),
    path("oidc/cancelled/", providers.provider_cancelled, name="socialaccount_login_cancelled"),
]
