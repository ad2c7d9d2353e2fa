"""The desk end to end, in headless Chromium: every test opens a desk of its own on loopback."""
