"""Settings and the URLs in them."""
