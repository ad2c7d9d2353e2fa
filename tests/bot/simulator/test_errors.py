"""Errors and their response bodies."""

from __future__ import annotations

from bot.simulator import ApiError
from bot.simulator.errors import bad_request, simulator_error, too_many_requests


def test_the_response_body_of_an_error_has_its_code_description_and_parameters() -> None:
    assert too_many_requests(5).response_body() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 5",
        "parameters": {"retry_after": 5},
    }
    assert "parameters" not in ApiError(401, "Unauthorized").response_body()


def test_errors_of_the_server_and_of_the_simulator_can_be_told_apart() -> None:
    assert bad_request("chat not found").description == "Bad Request: chat not found"
    assert simulator_error("101 entities").description == "simulator: 101 entities"
