"""What views and templates call."""

from collections.abc import Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest

from wootric_snippet.django.request import DjangoRequest
from wootric_snippet.integration.functions import RequestFunctions

FUNCTIONS = RequestFunctions(DjangoRequest)
snippet, shutdown, track = FUNCTIONS.snippet, FUNCTIONS.shutdown, FUNCTIONS.track
default_user = FUNCTIONS.account_user


async def atrack(request: HttpRequest, event: str, properties: Mapping[str, Any] | None = None) -> None:
    """Do what `track` does, in an async view."""
    await sync_to_async(track)(request, event, properties)
