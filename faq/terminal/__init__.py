"""The terminal of `legwise ask` and `legwise chat`."""
