"""One small shop, built with several frameworks; start them from the repository's root."""
