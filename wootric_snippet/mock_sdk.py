"""The mock SDK: a script of ours that plays InMoment's SDK in development, without any network."""

from wootric_snippet.markup import read_template


def source() -> str:
    """Return the mock SDK's JavaScript; serve it as `text/javascript` and give its address as `sdk_url`."""
    return read_template("mock_sdk.js")
