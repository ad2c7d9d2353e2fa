"""One file a way in: each takes an update, asks, and posts the view of what came out."""
