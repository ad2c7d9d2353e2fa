"""`faq/content/README.md` documents every field of every content file, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_origin

import pytest
from pydantic import BaseModel

from faq.loading import PACKAGED, schema
from faq.loading.validation import validate
from faq.loading.yaml_document import read_document

README = (PACKAGED / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL))
ROW = re.compile(r"^\| `([^`]+)` \| (yes|no) \| \S", re.MULTILINE)
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
STEPS: dict[object, str] = {list: "[]", dict: ".<id>"}
SHAPES: dict[str, type[schema.Shape]] = {
    "faq.yaml": schema.FaqFile,
    "words.yaml": schema.WordsFile,
    "sources.yaml": schema.SourcesFile,
    "`<topic>`.yaml": schema.TopicFile,
    "matching.yaml": schema.MatchingFile,
    "chatter.yaml": schema.ChatterFile,
    "talk.yaml": schema.TalkFile,
    "safety.yaml": schema.SafetyFile,
    "replies.yaml": schema.RepliesFile,
    "helplines.yaml": schema.HelplinesFile,
    "support.yaml": schema.SupportFile,
    "emergencies.yaml": schema.EmergenciesFile,
    "languages/`<code>`.yaml": schema.LanguageFile,
}


def fields(shape: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the path of every field of a file, and whether it is required."""
    for name, field in shape.model_fields.items():
        path = f"{prefix}{name}"
        yield path, field.is_required()
        for suffix, inner in shapes(field.annotation):
            yield from fields(inner, f"{path}{suffix}.")


def shapes(annotation: object, suffix: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield the shapes inside a type, with the path to each."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield suffix, annotation
    step = STEPS.get(get_origin(annotation), "")
    for inner in get_args(annotation):
        yield from shapes(inner, f"{suffix}{step}")


def test_every_file_has_a_section() -> None:
    assert SECTIONS.keys() == SHAPES.keys()
    files = {shape for name, shape in vars(schema).items() if name.endswith("File")}
    assert files == set(SHAPES.values())


@pytest.mark.parametrize("name", SHAPES)
def test_every_field_is_documented_and_every_documented_field_exists(name: str) -> None:
    documented = {path: required == "yes" for path, required in ROW.findall(SECTIONS[name])}
    assert documented == dict(fields(SHAPES[name]))


@pytest.mark.parametrize("name", SHAPES)
def test_the_example_has_the_shape_of_the_file(name: str, tmp_path: Path) -> None:
    [example] = EXAMPLE.findall(SECTIONS[name])
    (tmp_path / "example.yaml").write_text(example, encoding="utf-8")
    document = read_document(tmp_path / "example.yaml", "example.yaml")
    assert validate(document, SHAPES[name]) is not None, document.faults
