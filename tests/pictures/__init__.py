"""Pictures of conversations, drawn from the bot's real answers: python -m tests.pictures [FOLDER]

scenes       the messages of the user in each picture
conversation the real application with the packaged content, over a fake network
transcript   the visible conversation, as values
lettering    text in lines, by the widths of letters
rows         the rows of a message, in Telegram's layout
sheet        the SVG elements
picture      a scene as an SVG file
"""
