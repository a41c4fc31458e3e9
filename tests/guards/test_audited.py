"""Every action that somebody takes leaves an entry in the trail, by itself or through what it calls."""

import ast
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
APPS = ("accounts", "directives", "tasks")
TRAIL = {("accounts.audit", "record"), ("accounts.audit", "record_all")}
SILENT = {}
"""Actions that leave no entry, each with the reason."""


class Module:
    """Functions of one file and where the names in it come from."""

    def __init__(self, path):
        self.name = ".".join(path.relative_to(HERE).with_suffix("").parts)
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        self.functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
        self.imported = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in nodes
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        self.calls = {}

    def called(self, name):
        """What a function here calls or hands over: pairs of module and function."""
        if name not in self.calls:
            self.calls[name] = set(self._called(name))
        return self.calls[name]

    def _called(self, name):
        for node in ast.walk(self.functions[name]):
            if isinstance(node, ast.Name):
                yield self.imported.get(node.id, (self.name, node.id))
            if isinstance(node, ast.Attribute):
                yield self.behind(node)

    def behind(self, node):
        """`shares.write` of an imported module; a method of something is looked for in this file."""
        if isinstance(node.value, ast.Name) and node.value.id in self.imported:
            package, module = self.imported[node.value.id]
            return f"{package}.{module}", node.attr
        return self.name, node.attr


PATHS = {
    ".".join(path.relative_to(HERE).with_suffix("").parts): path for app in APPS for path in (HERE / app).rglob("*.py")
}


@cache
def module_of(name):
    """The file of that name, read when somebody asks for it: all of them take seconds of every worker's start."""
    return Module(PATHS[name]) if name in PATHS else None


def records(module, name):
    """Whether a call of `audit.record` or `audit.record_all` can be reached from that function."""
    seen, ahead = set(), {(module, name)}
    while ahead:
        step = ahead.pop()
        if step in TRAIL:
            return True
        where = module_of(step[0])
        if step not in seen and where and step[1] in where.functions:
            ahead.update(where.called(step[1]))
        seen.add(step)
    return False


def is_action(function):
    """Whether it is a transaction of its own that somebody starts."""
    starts = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    return starts and any(each.arg == "actor" for each in (*function.args.args, *function.args.kwonlyargs))


ACTIONS = [
    (module, name)
    for module in sorted(PATHS)
    if ".actions." in module
    for name, function in module_of(module).functions.items()
    if is_action(function)
]


def test_the_guard_sees_the_actions():
    assert len(ACTIONS) > 100
    assert SILENT.keys() <= set(ACTIONS)


@pytest.mark.parametrize(("module", "name"), ACTIONS)
def test_an_action_leaves_an_entry(module, name):
    assert records(module, name) is ((module, name) not in SILENT), "call audit.record last in its transaction"
