"""Talks of many turns, written before the code, played against the simulator with the packaged content.

NAME.txt         who says what, and what an attentive person would do
NAME.golden.txt  the same talk word for word as it reads, written by `python -m tests.bot.talks`
script           reads the first
stage            plays it
conversation     the application that it is played with
deed             what the bot did at a turn, in the words of the first
transcript       writes the second
"""
