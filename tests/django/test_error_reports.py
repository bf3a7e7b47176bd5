"""What Django's reports of an error tell of a user: the mail to the admins and the yellow page."""

import sys

from django.http import HttpRequest
from django.views.debug import ExceptionReporter

from wootric_snippet import User, WootricSnippetError

SECRET = "planted-7f3a@example.com"


def report_of(value: str, request: HttpRequest) -> ExceptionReporter:
    try:
        User(email=value, created_at=value)
    except WootricSnippetError:
        return ExceptionReporter(request, *sys.exc_info())
    raise AssertionError("that is no moment")


def test_the_mail_to_the_admins_does_not_hold_the_value(a_request: HttpRequest) -> None:
    text = report_of(SECRET, a_request).get_traceback_text()
    assert "created_at: cannot be read as a date or time" in text
    assert SECRET not in text


def test_djangos_debug_page_shows_the_variables_that_docs_security_names(a_request: HttpRequest) -> None:
    assert SECRET in report_of(SECRET, a_request).get_traceback_html()
