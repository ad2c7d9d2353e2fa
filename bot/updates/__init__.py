"""Incoming updates: fetched or pushed, stored in the inbox, processed by workers."""
