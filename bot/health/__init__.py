"""The checks of what legwise needs, each of which tries it. `legwise doctor` runs all, `/readyz` that of the database.

finding    the result of a check
database   writes to the database
folders    free space and permissions
stored     the database of the settings, its folder and the key
content    the content, and the model
telegram   token, privacy mode, webhook and clock
address    the address to listen on
doctor     all of them, printed
"""
