"""A site of Django's that uses the package."""
