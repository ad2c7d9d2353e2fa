"""The database: chat settings, answers, votes and shared questions, under pseudonyms and for a limited time."""
