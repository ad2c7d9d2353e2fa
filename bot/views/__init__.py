"""What the bot says, as replies: Card | Faq | settings -> Reply. Pure, a module for each kind of words."""
