"""Benchmarks, run by hand. Each compares its subjects side by side, in one run on one machine.

matching    ranking and rejection of this engine and its peers, on any question set
speed       processor time of a question, compared with RapidFuzz's `process.extractOne`
editing     how long a curator waits for an answer after an edit
gaps        time to find the gaps among 10,000 questions, and how well they are clustered
reloading   how soon a running bot uses an edit, and the delays meanwhile (needs the extra [test] too)
footprint   time and memory of `legwise ask`, and memory of a bot, from an empty cache and a full one (extra [test] too)

Benchmarks of delivery; they need the extra [test], and some PostgreSQL:

delivery    answers a second and processor time, compared with python-telegram-bot's echo bot, fast server and slow
latency     from update to answer at 30 questions a second
replicas    throughput of two replicas, compared with one
sending     time that a message waits to be sent, with and without other processes
flood       delay of private answers while groups flood the bot
idle        processor use of an idle bot
starting    time to the first poll, emergency and answer, compared with python-telegram-bot's echo bot
replay      memory and open files under a day's mixture of traffic
killing     answers lost or sent twice after kill -9
faults      effects of floods, outages, a full disk and a wrong clock

Install the libraries they compare with: pip install -r .requirements/bench.txt
"""
