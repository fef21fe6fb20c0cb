from django.urls import path, register_converter

from portal.help import views
from portal.help.pages import PAGES


class Reader:
    """One of the readers there is a page for; any other word is 404."""

    regex = "|".join(PAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Reader, "reader")

urlpatterns = [
    path("help/", views.help_home, name="help_home"),
    path("help/<reader:slug>/", views.help_show, name="help_show"),
]
