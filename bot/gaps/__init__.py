"""`legwise gaps`: the gaps among the shared questions, reviewed in the terminal.

questions  the shared questions and the curators' decisions, from the database
printing   a gap and a preview on the terminal, or a gap as JSON
review     the conversation with a curator
command    the command: opens the content, and lists or reviews the gaps
"""
