"""Notes on missing proxies."""

from __future__ import annotations

import pytest

from tests.bot import proxy_servers


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not proxy_servers.are_installed():
        terminalreporter.write_line(proxy_servers.CURE, yellow=True)
