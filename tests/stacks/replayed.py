"""What is said of a block that a cache of the site's own has given back, and of one that a cache would store."""

REPLAYED = (
    "snippet: is another visitor's: a cache in your site returned a stored page; "
    "expected a cache that leaves out responses with Cache-Control: private"
)
IN_CACHE, IN_COMPRESS = (
    f"snippet: stands inside {tag}, which stores it for everybody; expected a place outside of it"
    for tag in ("{% cache %}", "{% compress %}")
)
NOT_IN_RESPONSE = (
    "snippet: was rendered, but is not in the response (is it in an e-mail or a cache?); "
    "expected user=None in the tag of a template that is not this visitor's page"
)
