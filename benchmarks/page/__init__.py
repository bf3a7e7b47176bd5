"""The page that benchmarks/page_cost.py measures, the hosts that it asks, and what is made of the figures."""
