"""The desk: the bot in a browser, without a token, and the curator's pages. Started by `legwise desk`."""
