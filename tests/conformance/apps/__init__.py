"""One small application a framework: each module here has `make_app`, and is tested by the whole suite.

`make_app(site)` takes a `tests.conformance.site.Site` and returns a WSGI or ASGI application (`ASGI = True`) that

- configures the package with `site.options`, and debugs where `site.debug` is true;
- has a view for each of `site.routes()`, which makes a `Visit` of the framework's request, calls the site's view with
  it and sends the `Reply`;
- has the framework's sessions and sign-in, which `Visit.sign_in` and `Visit.sign_out` use.

`LANGUAGE` is the language that the framework tells by itself, `MARKS` are those of its tests.
"""
