from django.urls import include, path

from portal.calendar.views import calendar_show
from portal.home.views import home
from portal.search.views import search_show

urlpatterns = [
    path("", home, name="home"),
    path("search/", search_show, name="search_show"),
    path("calendar/", calendar_show, name="calendar_show"),
    path("", include("portal.exchange.urls")),
    path("", include("portal.handover.urls")),
    path("", include("portal.help.urls")),
    path("", include("portal.mails.urls")),
    path("", include("portal.server.urls")),
    path("", include("portal.campaigns.urls")),
    path("", include("portal.inspections.urls")),
    path("", include("portal.recommendations.urls")),
]
