"""What legwise knows and what it answers. Imports neither `telegram` nor `bot`; no network, no clock."""
