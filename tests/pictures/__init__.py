"""The README's pictures: screenshots of the desk's chats, made by python -m tests.pictures [FOLDER]."""
