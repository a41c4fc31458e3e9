"""Addresses of the accounts app; mounted before allauth's own under the same prefix."""

from django.urls import path
from django.views.generic import RedirectView

from accounts.views import absences, directory_sheet, invitations, organisations, people, profile, tokens, trail

urlpatterns = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/search/", organisations.organisation_search, name="organisation-search"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("organisations/import/", directory_sheet.directory_import, name="organisation-import"),
    path("organisations/export/", directory_sheet.directory_export, name="organisation-export"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation-detail"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("organisations/<int:pk>/move/", organisations.organisation_move, name="organisation-move"),
    path("people/", people.person_list, name="person-list"),
    path("people/new/", people.person_create, name="person-create"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/close/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/reset/", people.person_reset, name="person-reset"),
    path("people/<int:pk>/posts/", people.post_give, name="post-give"),
    path("posts/<int:pk>/edit/", people.post_edit, name="post-edit"),
    path("posts/<int:pk>/cancel/", people.post_cancel, name="post-cancel"),
    path("posts/<int:pk>/end/", people.post_end, name="post-end"),
    path("invitations/", invitations.invitation_list, name="invitation-list"),
    path("invitations/new/", invitations.invitation_new, name="invitation-new"),
    path("invitations/<int:pk>/resend/", invitations.invitation_resend, name="invitation-resend"),
    path("invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("invitations/accept/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("absences/", absences.absence_list, name="absence-list"),
    path("absences/people/<int:pk>/", absences.absence_enter, name="absence-enter"),
    path("absences/<int:pk>/", absences.absence_change, name="absence-change"),
    path("absences/<int:pk>/call-off/", absences.absence_call_off, name="absence-call-off"),
    path("profile/", profile.profile, name="account-profile"),
    path("profile/mail/", profile.profile_mail, name="account-profile-mail"),
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("switch-post/", profile.switch_post, name="accounts-switch-post"),
    path("audit/", trail.audit_log, name="audit-log"),
    # Addresses belong to the administration, so allauth's own page for them leads to the profile.
    path("email/", RedirectView.as_view(pattern_name="account-profile"), name="account-email-closed"),
]
