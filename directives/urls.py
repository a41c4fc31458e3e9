"""Addresses of the directives app."""

from django.urls import include, path

from directives.views import drafts, files, queue, registry, review, upload

urlpatterns = [
    path("", include("directives.urls_readings")),
    path("", include("directives.urls_paper")),
    path("", registry.directive_list, name="directive-list"),
    path("upload/", upload.directive_upload, name="directive-upload"),
    path("upload/files/", upload.upload_files, name="directive-upload-files"),
    path("upload/text/", upload.paste, name="directive-paste"),
    path("register/", registry.directive_register, name="directive-register"),
    path("review/", queue.review_queue, name="directive-review-queue"),
    path("files/<int:pk>/", files.directive_file, name="directive-file"),
    path("files/<int:pk>/view/", files.directive_file_view, name="directive-file-view"),
    path("files/<int:pk>/pages/<int:number>/", files.file_page, name="directive-file-page"),
    path("files/<int:pk>/retry/", upload.retry_file, name="directive-file-retry"),
    path("drafts/<int:pk>/", drafts.draft_card, name="draft-card"),
    path("drafts/<int:pk>/edit/", drafts.draft_edit, name="draft-edit"),
    path("drafts/<int:pk>/places/", drafts.draft_split_places, name="draft-split-places"),
    path("drafts/<int:pk>/stages/", drafts.draft_stages, name="draft-stages"),
    path("drafts/<int:pk>/deadline/", drafts.deadline_preview, name="draft-deadline"),
    path("drafts/<int:pk>/<slug:verb>/", drafts.draft_verb, name="draft-verb"),
    path("<int:pk>/edit/", registry.directive_edit, name="directive-edit"),
    path("<int:pk>/review/", review.directive_review, name="directive-review"),
    path("<int:pk>/drafts/", review.draft_create, name="draft-create"),
    path("<int:pk>/accept-all/", review.accept_all, name="draft-accept-all"),
    path("<int:pk>/undo/", review.step_undo, name="review-undo"),
    path("<int:pk>/redo/", review.step_redo, name="review-redo"),
    path("<int:pk>/finish/", review.finish, name="directive-finish"),
]
