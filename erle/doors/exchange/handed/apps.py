"""The application `exchange`."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Files handed in on a page."""

    name = "erle.doors.exchange.handed"
    label = "exchange"
