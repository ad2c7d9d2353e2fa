"""Benchmarks: run by hand, never by the test suite. Each compares side by side in one run on this machine.

matching    which entry ranks first, and when not to answer: this engine beside its peers, on any question set
speed       time of a question at three sizes, beside RapidFuzz's `process.extractOne`
editing     how long a curator waits for an answer after an edit
reloading   how soon an edit is in use where the bot runs, and what people notice (needs the extra [test] too)
footprint   resident memory with everything loaded, and how long the terminal takes to answer

Of delivery; these need the extra [test], and some PostgreSQL:

delivery    answers a second, beside python-telegram-bot's echo, with a fast server and a slow one
latency     from update to answer at 30 questions a second
replicas    what two replicas carry, beside one
sending     how long a message waits to be sent, with and without other processes
flood       what a person in private notices of groups that flood the bot
idle        what a bot that nobody asks takes of a core
starting    how soon it asks for updates, beside python-telegram-bot's echo
replay      memory and open files over as much of a day's traffic as fits the minutes
killing     what is lost or answered twice by kill -9
faults      what floods, outages, a full disk and a wrong clock cost

They need what only they compare with: pip install -c constraints.txt ".[semantic,bench]"
"""
