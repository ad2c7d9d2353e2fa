"""The handlers of updates: each asks the assistant or the store, and posts a view of the result."""
