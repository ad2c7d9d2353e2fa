"""`python -m faq`: the curator's commands without Telegram."""

from faq.cli import app

if __name__ == "__main__":
    app(prog_name="python -m faq")
