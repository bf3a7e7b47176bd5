"""The Django integration."""
