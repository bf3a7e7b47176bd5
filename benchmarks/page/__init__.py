"""The test page of benchmarks/page_cost.py, its servers, and the report of what was measured."""
