"""Fixtures for both packages."""

pytest_plugins = ["tests.bot.database_fixtures"]
