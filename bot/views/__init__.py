"""The bot's replies: Card | Faq | settings -> Reply. Pure; a module for each subject."""
