"""Benchmarks: run by hand, never by the test suite. Each compares side by side in one run and prints ratios."""
