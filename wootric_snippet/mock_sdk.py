"""The mock SDK: a script of ours that plays InMoment's SDK in development, without any network."""

from wootric_snippet.markup import source as _source


def source() -> str:
    """Return the mock SDK's JavaScript; serve it as `text/javascript` and give its address as `sdk_url`."""
    return _source("mock_sdk.js")
