"""What the bot must remember: of chats, answers, votes and shared questions, for how long, and under which name."""
