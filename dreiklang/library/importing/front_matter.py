"""What stands between the two `---` lines on top of a page's file: YAML without anything that could do more than say
something. No tags of other languages, no anchors, little of it, and each key with the line on which it stands."""

import re

import yaml

MOST_LETTERS, _DEEPEST = 64 * 1024, 5
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Fault(ValueError):
    """What is wrong, as a German sentence; `line` counts from 1, None where it is unknown."""

    def __init__(self, sentence: str, line: int | None = None):
        super().__init__(sentence)
        self.sentence, self.line = sentence, line


class Facts(dict):
    """key -> value; `lines` has the line of each key."""

    def __init__(self):
        super().__init__()
        self.lines: dict[str, int] = {}


def decoded(data: bytes) -> str:
    """UTF-8, with or without a mark in front, with one kind of line ends."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise Fault("Die Datei ist nicht in UTF-8 gespeichert. Bitte speichern Sie sie als Text in UTF-8.", line)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _NOT_TEXT.search(text):
        raise Fault("Hier steht ein Zeichen, das kein Text ist.", text[: found.start()].count("\n") + 1)
    return text


def split(text: str) -> tuple[Facts, str]:
    """The facts and the text below them."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise Fault("Die Datei beginnt nicht mit einer Zeile „---“ und den Angaben zur Seite.", 1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise Fault("Die Angaben enden nicht mit einer Zeile „---“.", 1)
    return read("\n".join(lines[1:end]), first=2), "\n".join(lines[end + 1 :])


def read(source: str, first: int = 1) -> Facts:
    """The facts; `first` is the number of the first line of `source` in its file."""
    if len(source) > MOST_LETTERS:
        raise Fault("Die Angaben zur Seite sind zu lang.", first)
    loader = _Loader(source)
    try:
        return _facts(loader, loader.get_single_node(), first)
    except Fault as fault:
        raise Fault(fault.sentence, fault.line if fault.line is None else fault.line + first)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise Fault("Diese Angabe lässt sich nicht lesen. Oft hilft es, den Text in Anführungszeichen zu setzen.",
                    mark.line + first if mark else None)  # fmt: skip
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        raise Fault("Die Angaben lassen sich nicht lesen.", first)
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """Safe in what it makes; and a text of a few lines cannot unfold to gigabytes, nor lie in itself."""

    deep = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        if getattr(event, "anchor", None):
            raise Fault("Anker und Verweise (& und *) gibt es hier nicht.", event.start_mark.line)
        self.deep += 1
        if self.deep > _DEEPEST:
            raise Fault("Die Angaben sind zu tief verschachtelt.", event.start_mark.line)
        try:
            return super().compose_node(parent, index)
        finally:
            self.deep -= 1


def _facts(loader: _Loader, node, first: int) -> Facts:
    facts = Facts()
    if node is None:
        return facts
    if not isinstance(node, yaml.MappingNode):
        raise Fault("Erwartet werden Zeilen wie „titel: …“.", node.start_mark.line)
    for key_node, value_node in node.value:
        key = str(key_node.value).strip() if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            raise Fault("Erwartet werden Zeilen wie „titel: …“.", key_node.start_mark.line)
        if key in facts:
            raise Fault(f"„{key}“ steht hier zum zweiten Mal.", key_node.start_mark.line)
        facts[key] = loader.construct_object(value_node, deep=True)
        facts.lines[key] = key_node.start_mark.line + first
    return facts
