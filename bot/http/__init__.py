"""The HTTP server of a run: webhook, health checks, metrics."""
