"""Pages that are made in the ways in which Django makes pages."""

from collections.abc import Iterator

from django.contrib.auth import alogout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("no snippet")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[str]:
        yield "<h1>Report</h1>"
        yield render_to_string("page.html", request=request)

    return StreamingHttpResponse(parts())


async def async_page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


async def async_page_that_awaits_the_user(request: HttpRequest) -> HttpResponse:
    await request.auser()
    return render(request, "page.html")


async def async_page_after_sign_out(request: HttpRequest) -> HttpResponse:
    await request.auser()
    await alogout(request)
    return render(request, "page.html")


async def async_template_response(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "page.html")
