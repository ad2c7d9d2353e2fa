"""Outgoing Bot API calls: HTTP, rate limits, retries."""
