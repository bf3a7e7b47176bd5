"""What is said of a block that a cache of the site's own has given back, and of one that a cache would store."""

REPLAYED = (
    "snippet: was printed for another request: a cache of the site's own has stored the page of one visitor; "
    "expected a cache that leaves out responses with Cache-Control: private"
)
IN_CACHE, IN_COMPRESS = (
    f"snippet: stands inside {tag}, which stores it for everybody; expected a place outside of it"
    for tag in ("{% cache %}", "{% compress %}")
)
NOT_IN_RESPONSE = (
    "snippet: was printed, and is not in this response: it may be in an e-mail or a cache, for somebody else; "
    "expected user=None in the tag of a template that is not this visitor's page"
)
