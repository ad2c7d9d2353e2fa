"""Pictures of each way in, drawn from what the bot really answers: python -m tests.pictures [FOLDER]

scenes       who says what, in which chat; what comes of it is the bot's own doing
conversation the real application on the packaged content, over the conversation tests' wire
transcript   what a person sees of it, as values
lettering    words in lines; knows how wide letters are
rows         a message in rows, as Telegram would lay it out
sheet        what is drawn, in SVG
picture      a scene as the bytes of a file
"""
