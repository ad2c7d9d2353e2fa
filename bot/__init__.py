"""The Telegram side: imports telegram and the face of faq. `application.py` holds the routing table."""
