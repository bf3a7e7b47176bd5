"""What all tests share."""

from hypothesis import settings

# A slow machine is no fault of the code: what takes long is measured in benchmarks.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
