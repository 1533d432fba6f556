"""The addresses of the tour: on the demo; anywhere else there are none."""

from django.conf import settings
from django.urls import URLPattern, path

from erle.doors.staff.tour.pages import Tour, TourFile, TourStep


def addresses(*, demo: bool) -> list[URLPattern]:
    """Return the addresses."""
    if not demo:
        return []
    return [
        path("tour/", Tour.as_view(), name="tour"),
        path("tour/<slug:key>/", TourStep.as_view(), name="tour_step"),
        path("tour/files/<str:name>/", TourFile.as_view(), name="tour_file"),
    ]


urlpatterns = addresses(demo=settings.DEMO)
