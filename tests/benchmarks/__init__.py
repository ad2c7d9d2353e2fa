"""Benchmarks: run by hand, never by the test suite. Each compares side by side in one run on this machine.

matching    which entry ranks first, and when not to answer: this engine beside its peers, on any question set
speed       time of a question at three sizes, beside RapidFuzz's `process.extractOne`
footprint   resident memory with everything loaded, and how long the terminal takes to answer
flood       what a person in private notices of a group that floods the bot (needs the extra [test])

They need what only they compare with: pip install -c constraints.txt ".[semantic,bench]"
"""
