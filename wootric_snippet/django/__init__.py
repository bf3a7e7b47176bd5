"""InMoment surveys in Django: put "wootric_snippet.django" in INSTALLED_APPS and write `{% wootric_snippet %}`."""

from wootric_snippet.django.functions import atrack, default_user, shutdown, snippet, track

__all__ = ["atrack", "default_user", "shutdown", "snippet", "track"]
