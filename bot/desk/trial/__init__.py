"""The real bot, run against the simulator of the Bot API: a private chat, and a group of three people."""
