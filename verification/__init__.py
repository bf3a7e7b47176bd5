"""Checks that take too long for the test suite: fuzzing, mutation testing, and comparison with other libraries."""
