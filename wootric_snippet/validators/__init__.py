"""Validators: each takes a field's name and a value, and returns what InMoment receives or raises an error."""
