"""InMoment surveys in Django: put "wootric_snippet.django" in INSTALLED_APPS and write `{% wootric_snippet %}`."""

from wootric_snippet.django.tag import shutdown, snippet
from wootric_snippet.django.users import default_user

__all__ = ["default_user", "shutdown", "snippet"]
