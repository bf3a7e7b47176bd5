"""FastAPI, whose views here are plain functions: each runs in a thread."""

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import Response

from tests.conformance.apps.starlette import response, set_up
from tests.conformance.site import Site, View, run

ASGI = True
LANGUAGE = None
MARKS = ()


def make_app(site: Site) -> FastAPI:
    """Return the application."""
    app = FastAPI(debug=site.debug)
    visit_class = set_up(app, site)

    def endpoint(view: View) -> Callable[[Request], Response]:
        def respond(request: Request) -> Response:
            return response(run(view(visit_class(site, request, request.path_params))))

        return respond

    for name, path, view in site.routes():
        app.add_api_route(path, endpoint(view), methods=["GET", "HEAD", "POST"], name=name)
    return app
