"""Addresses of review meetings."""

from django.urls import path

from tasks.views import meetings

urlpatterns = [
    path("meetings/", meetings.list_page, name="meeting-list"),
    path("meetings/new/", meetings.plan_page, name="meeting-new"),
    path("meetings/put-on/", meetings.put_on, name="meeting-put-on"),
    path("meetings/<int:pk>/", meetings.detail_page, name="meeting-detail"),
    path("meetings/<int:pk>/change/", meetings.change_page, name="meeting-change"),
    path("meetings/<int:pk>/add/", meetings.add, name="meeting-add"),
    path("meetings/<int:pk>/minutes/", meetings.minutes_file, name="meeting-minutes"),
    path("meetings/<int:pk>/steps/<slug:move>/", meetings.step, name="meeting-step"),
    path("meetings/<int:pk>/items/<int:item_pk>/decide/", meetings.decide, name="agenda-decide"),
    path("meetings/<int:pk>/items/<int:item_pk>/remove/", meetings.remove, name="agenda-remove"),
    path("meetings/<int:pk>/items/<int:item_pk>/move/<slug:way>/", meetings.move, name="agenda-move"),
    path("meetings/<int:pk>/items/<int:item_pk>/<slug:state>/", meetings.settle, name="agenda-settle"),
]
