"""What Django is told at start-up."""

from django.apps import AppConfig
from django.core.checks import register
from django.core.signals import setting_changed

from wootric_snippet.django import conf
from wootric_snippet.django.checks import check_settings


class WootricConfig(AppConfig):
    """The app: the template tag, and the checks of its setting."""

    name = "wootric_snippet.django"
    label = "wootric_snippet"
    verbose_name = "InMoment surveys"

    def ready(self) -> None:
        """Register the checks, and read the setting anew where a test changes it."""
        register(check_settings, "wootric")
        setting_changed.connect(conf.reload)
