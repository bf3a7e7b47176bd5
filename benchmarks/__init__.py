"""Where the figures of the README and the docs come from."""
