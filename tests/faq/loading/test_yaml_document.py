"""Any file is read as values with positions, or as faults."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from faq.loading import FaqError, load
from faq.loading.yaml_document import Location, read_document
from faq.models import Faq
from tests.faq.content_folder import FERRITIN, SMALL, ContentFolder, faults


@pytest.mark.parametrize("respell", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_windows_line_ends_and_byte_order_marks_are_harmless(
    folder: ContentFolder, respell: Callable[[str], str]
) -> None:
    plain = load(folder.path)
    for name, text in SMALL.items():
        folder.write(name, respell(text))
    assert load(folder.path) == plain


def test_the_lines_of_a_windows_file_are_counted_as_an_editor_does(folder: ContentFolder) -> None:
    broken = "\ufeff" + FERRITIN.replace("reference: 3", "reference: 4").replace("\n", "\r\n")
    assert faults(folder.write("ferritin.yaml", broken)) == [
        "ferritin.yaml:14:41: section `Basics` has no reference 4; it has 3",
    ]


@pytest.mark.parametrize("typed", ["1:30", "0x1F", "1e3", "~ish", "'50'", '"no"', "!!str 50", "nope"])
def test_a_value_that_looks_like_text_is_text_though_yaml_could_count_it(folder: ContentFolder, typed: str) -> None:
    folder.replace("ferritin.yaml", "- bath before bed", f"- {typed}")
    written = typed.removeprefix("!!str ").strip("'\"")
    assert load(folder.path).by_id["warm-bath"].phrasings[0] == written


REPEATED_KEYS = [
    ("    cites: {section: Tips}\n", "    cites: {section: Tips}\n    answer: It helps.\n",
     "33:5: the key `answer` is repeated (first in line 31); remove one of them"),
    ("topic: Ferritin\n", "topic: Ferritin\ntopic: Iron\n",
     "2:1: the key `topic` is repeated (first in line 1); remove one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), REPEATED_KEYS, ids=[fault for *_, fault in REPEATED_KEYS])
def test_a_repeated_key_is_refused(folder: ContentFolder, old: str, new: str, fault: str) -> None:
    assert faults(folder.replace("ferritin.yaml", old, new)) == [f"ferritin.yaml:{fault}"]


def test_a_key_that_is_a_list_is_refused(folder: ContentFolder) -> None:
    folder.replace("matching.yaml", "rls: restless legs", "? [rls, wed]\n  : restless legs")
    assert faults(folder) == ["matching.yaml:5:5: a key is a list, but text is expected; write the key as text"]


def test_a_folder_in_place_of_a_file_is_a_fault(folder: ContentFolder) -> None:
    (folder.remove("chatter.yaml").path / "chatter.yaml").mkdir()
    assert faults(folder) == [
        "chatter.yaml:1:1: cannot be read (Is a directory); check that it exists and is readable",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_place_of_a_file_is_a_fault_and_not_waited_for(folder: ContentFolder) -> None:
    os.mkfifo(folder.remove("chatter.yaml").path / "chatter.yaml")
    assert faults(folder) == ["chatter.yaml:1:1: is no file but a pipe or a device; put a file there"]


def test_a_huge_file_is_a_fault_before_it_is_read(folder: ContentFolder) -> None:
    file = folder.remove("chatter.yaml").path / "chatter.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(2**40)  # more than fits into memory
    assert faults(folder) == ["chatter.yaml:1:1: is larger than 2,000,000 bytes; split it into several files"]


FILES = [
    (b"", "1:1: is empty; fill it, or delete the file"),
    (b"# nothing yet\n", "1:1: is empty; fill it, or delete the file"),
    (b"hello\n", "1:1: this is the text 'hello', but keys and values are expected; write keys and values"),
    (b"~\n", "1:1: this is empty, but keys and values are expected; write keys and values"),
    (b"- hello\n", "1:1: this is a list, but keys and values are expected; write keys and values"),
    (b"topic: A\n---\ntopic: B\n", "2:1: a second document starts here; use one document per file"),
    (b"topic: caf\xe9\n", "1:11: is not UTF-8 text; save the file as UTF-8"),
    (b"topic: caf\xc3\xa9\nentries: \xc3\xa9\xff\n", "2:11: is not UTF-8 text; save the file as UTF-8"),
    ("topic: Ferritin\n".encode("utf-16"), "1:1: is not UTF-8 text; save the file as UTF-8"),
    (b"topic: Fer\x00ritin\n", "1:11: contains a character that YAML does not allow; delete it"),
    (b"a: 1\nb:\x1b[1m\n", "2:3: contains a character that YAML does not allow; delete it"),
    (b"topic: &name Ferritin\nentries: []\n",
     "1:8: anchors (&) and aliases (*) are not allowed; write the text out"),
    (b"topic: Ferritin\nentries: *other\n",
     "2:10: anchors (&) and aliases (*) are not allowed; write the text out"),
    (b"topic: !!python/object/apply:os.system [reboot]\n",
     "1:8: the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed; remove the tag"),
    (b"topic: !include other.yaml\n", "1:8: the tag !include is not allowed; remove the tag"),
    (b"topic: !!binary aGVsbG8=\n", "1:8: the tag tag:yaml.org,2002:binary is not allowed; remove the tag"),
    (b"topic:\n\t- A\n",
     "2:1: is not valid YAML: found character '\\t' that cannot start any token; check indentation and quotes here"),
    (b"topic: a: b\n",
     "1:9: is not valid YAML: mapping values are not allowed here; check indentation and quotes here"),
    (b"[" * 100_000, "1:13: nested deeper than 12 levels; check the indentation and brackets"),
    (b"- " * 100_000, "1:25: nested deeper than 12 levels; check the indentation and brackets"),
    (b"topic: A\n" * 1_200_000, "1:1: is larger than 2,000,000 bytes; split it into several files"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "fault"), FILES, ids=[fault for _, fault in FILES])
def test_a_file_that_is_not_content_is_one_fault(folder: ContentFolder, raw: bytes, fault: str) -> None:
    assert faults(folder.write("elsewhere.yaml", raw)) == [f"elsewhere.yaml:{fault}"]


def test_an_alias_bomb_is_refused_before_it_is_built(folder: ContentFolder) -> None:
    bomb = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    bomb += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    reported = faults(folder.write("elsewhere.yaml", "\n".join(bomb)))
    assert len(reported) == 9 + 8 * 9
    assert reported[0] == "elsewhere.yaml:1:4: anchors (&) and aliases (*) are not allowed; write the text out"


VALUES = st.recursive(
    st.text(max_size=9) | st.integers(-99, 99) | st.booleans() | st.none() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=9,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, in_line=st.booleans())
def test_values_are_read_as_they_were_written(tmp_path: Path, value: object, in_line: bool) -> None:
    file = tmp_path / "any.yaml"
    file.write_text(yaml.safe_dump(value, allow_unicode=True, default_flow_style=in_line), "utf-8")
    document = read_document(file, "any.yaml")
    assert document.faults or document.value == value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, in_line=st.booleans())
def test_each_value_has_the_position_that_yaml_gives_its_node(tmp_path: Path, value: object, in_line: bool) -> None:
    file = tmp_path / "any.yaml"
    text = yaml.safe_dump(value, default_flow_style=in_line)
    file.write_text(text, "utf-8")
    document = read_document(file, "any.yaml")
    node = yaml.compose(text)
    assert node
    assert document.faults or document.places == dict(_composed(node, ()))


def _composed(node: yaml.Node, location: Location) -> Iterator[tuple[Location, tuple[int, int]]]:
    yield location, (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _composed(child, (*location, index))
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            yield from _composed(child, (*location, str(key.value)))


FILE_NAMES = st.sampled_from(sorted(SMALL))
YAML_SCRAPS = st.lists(
    st.sampled_from([
        "topic: ", "entries:", "\n", "\n  ", "- ", "id: a", "? ", ": ", "{", "}", "[", "]", "&a ", "*a ", "!!int ",
        "!x ", "'", '"', "\\U", "\\uD800", "FFFFFFFF", "|\n", ">-\n", "%YAML 1.", "9" * 5000, "---\n", "<<: ",
        "~", "no", "=", "2026-11-22", "2026-99-99", "1:30", ".inf", "_",
        "\t", "\r", "\x85", "\u2028", "\ufeff", "\0", "#", ",", "🛁",
    ])
).map("".join)  # fmt: skip


def load_or_refuse(folder: ContentFolder) -> Faq | FaqError:
    try:
        return load(folder.path)
    except FaqError as error:
        return error


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=FILE_NAMES, raw=st.binary(max_size=200) | YAML_SCRAPS.map(lambda text: text.encode("utf-8", "surrogatepass"))
)
@example("elsewhere.yaml", b'topic: "\\UFFFFFFFF"')
@example("elsewhere.yaml", b"%YAML 1." + b"9" * 5000 + b"\n---\ntopic: A\n")
@example("chatter.yaml", b'chatter: {"\\uD800": ["\\uD800"]}')
@example("matching.yaml", b"thresholds: {answer: .nan, suggest: 1.0e+999}")
@example("matching.yaml", b"thresholds: {? {a: b} : 1, ? [] : 2}")
@example(
    "sources.yaml", b"sources: {clinic: {title: A, url: 'https://[a', figures: ['1', 1, no, {value: 1, of: [no]}]}}"
)
def test_any_bytes_in_place_of_a_file_are_a_faq_or_its_faults(tmp_path: Path, name: str, raw: bytes) -> None:
    outcome = load_or_refuse(ContentFolder.small(tmp_path).write(name, raw))
    assert isinstance(outcome, Faq) or all(outcome.faults)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=FILE_NAMES, data=st.data())
def test_any_text_inserted_into_a_file_leaves_a_faq_or_its_faults(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    text = SMALL[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 20, len(text))))
    changed = text[:start] + data.draw(YAML_SCRAPS | st.text(max_size=9)) + text[end:]
    outcome = load_or_refuse(ContentFolder.small(tmp_path).write(name, changed.encode("utf-8", "surrogatepass")))
    assert isinstance(outcome, Faq) or all(outcome.faults)
