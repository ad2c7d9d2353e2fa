"""Helplines: a language tells one country."""

from __future__ import annotations

from tests.faq.content_folder import ContentFolder, faults


def test_a_language_that_tells_two_countries_is_a_fault(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", "    name: UK\n", "    name: UK\n    languages: [EN-us]\n")
    problem = "the language `EN-us` already tells another country (helplines.yaml, line 4)"
    assert faults(folder) == [f"helplines.yaml:11:17: {problem}; remove one of them"]


def test_a_country_is_named_by_a_code_of_two_capitals(folder: ContentFolder) -> None:
    folder.replace("helplines.yaml", "  GB:\n", "  uk:\n")
    [fault] = faults(folder)
    assert fault.startswith("helplines.yaml:9:3: `uk` ")


def test_an_empty_helplines_file_is_a_fault(folder: ContentFolder) -> None:
    assert faults(folder.write("helplines.yaml", "")) != []
