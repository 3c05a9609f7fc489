"""Turn the source of a solution into the source of its stub: the answers go, the lesson stays.

What stays keeps its own text (comments, blank lines, quotes); only what replaces an answer is
written anew, laid out as ruff would.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Sequence
from functools import lru_cache

from . import order
from .answers import (
    Answers,
    Assignment,
    CannotStub,
    Function,
    defined_name,
    has_docstring,
    is_plain,
    is_private,
)
from .layout import (
    arguments_of,
    import_todo,
    indent,
    laid_out,
    laid_out_import,
    merged,
    without_leading_blanks,
)
from .places import first_line, span

KEPT_CONDITIONS = ("TYPE_CHECKING", "__name__ == '__main__'")


@lru_cache(maxsize=128)
def stub(module: str, source: str) -> str:
    """The stub of a milestone's module. Raises CannotStub where no rule covers something in it."""
    eraser = _Eraser(module, source)
    text = "\n".join(eraser.file()).rstrip() + "\n"
    return import_todo(text, sorted(eraser.needs))


class _Eraser:
    def __init__(self, module: str, source: str) -> None:
        self.module = module
        self.lines = source.split("\n")
        self.tree = ast.parse(source)
        self.answers = Answers(module, self.tree)
        self.tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        self.local = {defined_name(s) for s in self.tree.body}
        self.needs: set[str] = set()

    def file(self) -> list[str]:
        last = self.tree.body[-1].end_lineno if self.tree.body else 0
        after = [line for line in self.lines[last:] if not line.startswith((" ", "\t"))]
        return [*self.block(self.tree.body, "", 0), *after]

    def block(self, body: Sequence[ast.stmt], scope: str, above: int) -> list[str]:
        """What remains of the statements of a module or class that start below line `above`."""
        lines: list[str] = []
        gaps: list[list[str]] = []
        before: ast.stmt | None = None
        for statement in body:
            between = self.lines[above : first_line(statement) - 1]
            # A comment indented deeper than its block ends an answer.
            gaps.append([x for x in between if indent(x) <= statement.col_offset])
            above = span(statement)[1]
            kept = self.statement(statement, scope)
            if kept:
                apart = _is_definition(before) or _is_definition(statement)
                lines += [*merged(gaps, apart), *kept]
                gaps, before = [], statement
        return without_leading_blanks(lines)

    def statement(self, statement: ast.stmt, scope: str) -> list[str]:
        """The lines that stand for a statement in the stub; none if it vanishes."""
        if self.answers.vanishes(statement, scope):
            return []
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self.function(statement, scope)
            case ast.ClassDef():
                return self.class_(statement, scope)
            case ast.Assign() | ast.AnnAssign():
                return self.assignment(statement, scope)
            case ast.Import() | ast.ImportFrom():
                return self.import_(statement)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return self.source(statement)
            case ast.Expr(value=ast.Call() as call) if not scope:
                return self.table(statement, call)
            case ast.If(test=test) if ast.unparse(test) in KEPT_CONDITIONS:
                return self.source(statement)
        raise self.problem(statement, "is nothing that a stub can keep or leave out")

    def function(self, node: Function, scope: str) -> list[str]:
        if self.answers.is_whole(node, scope):
            return self.source(node)
        name = scope + node.name
        if f"{self.module}.{name}" in order.CALLED_AT_IMPORT:
            answer = f"return {self.todo('todo_op', name)}"
        else:
            answer = f'raise NotImplementedError("{self.label(name)}")'
        return [*self.head(node), " " * (node.col_offset + 4) + answer]

    def class_(self, node: ast.ClassDef, scope: str) -> list[str]:
        if self.answers.is_whole(node, scope):
            return self.source(node)
        head = self.head(node)
        start = span(node.body[0])[1] if has_docstring(node) else self.header_end(node)
        body = self.block(node.body[has_docstring(node) :], f"{scope}{node.name}.", start)
        if not body and not has_docstring(node):
            body = [" " * (node.col_offset + 4) + "pass"]
        # A first member that vanished leaves the docstring one blank line above the second.
        if body and has_docstring(node):
            body = ["", *body]
        return head + body

    def assignment(self, node: Assignment, scope: str) -> list[str]:
        if self.answers.keeps_value(node, scope):
            return self.source(node)
        name = defined_name(node)
        if not name or not isinstance(node.value, ast.Call | ast.Lambda | ast.Name):
            raise self.problem(node, "assigns a value that a stub can neither keep nor replace")
        annotation = f": {ast.unparse(node.annotation)}" if isinstance(node, ast.AnnAssign) else ""
        value = self.todo("todo_op", scope + name)
        return [f"{' ' * node.col_offset}{name}{annotation} = {value}"]

    def table(self, node: ast.Expr, call: ast.Call) -> list[str]:
        """A row of a table of rules: `defvjp(mul, lambda g, out, x, y: g * y, ...)`."""
        if self.answers.is_given_row(node):
            return self.source(node)
        row = ast.unparse(call.args[0] if call.args and is_plain(call.args[0]) else call.func)
        values = [self.cell(node, value, row, i) for i, value in enumerate(call.args)]
        values += [
            f"{k.arg}={self.cell(node, k.value, row, None)}" if k.arg else ast.unparse(k)
            for k in call.keywords
        ]
        before, after = f"{ast.unparse(call.func)}(", ")"
        return laid_out(before, values, after, self.ends_with_comma(node))

    def cell(self, node: ast.Expr, value: ast.expr, row: str, place: int | None) -> str:
        if isinstance(value, ast.Lambda):
            self.needs.add("todo")
            arguments = [*value.args.posonlyargs, *value.args.args]
            if place is not None and len(arguments) < place + 2:
                raise self.problem(node, f"has a rule {place} that does not name its argument")
            about = f"{row}, {arguments[place + 1].arg}" if place is not None else row
            return f'lambda {arguments_of(value)}: todo("{self.label(about)}")'
        if isinstance(value, ast.Name) and is_private(value.id) and value.id in self.local:
            raise self.problem(node, f"names the private {value.id}, which a stub leaves out")
        if not is_plain(value):
            raise self.problem(node, "holds a value that a stub can neither keep nor replace")
        return ast.get_source_segment("\n".join(self.lines), value) or ast.unparse(value)

    def import_(self, node: ast.Import | ast.ImportFrom) -> list[str]:
        relative = isinstance(node, ast.ImportFrom) and node.level > 0
        if relative and any(is_private(alias.name) for alias in node.names):
            raise self.problem(node, "imports a private name, which a lower stub leaves out")
        always = relative or getattr(node, "module", "") == "__future__"
        kept = [a for a in node.names if always or a.name == "numpy" or self.uses(a)]
        if not kept or len(kept) == len(node.names):
            return self.source(node) if kept else []
        names = [ast.unparse(alias) for alias in kept]
        if isinstance(node, ast.Import):
            return [f"import {', '.join(names)}"]
        return laid_out_import(f"from {node.module} import ", names, self.ends_with_comma(node))

    def uses(self, alias: ast.alias) -> bool:
        return (alias.asname or alias.name.partition(".")[0]) in self.answers.mentioned

    def head(self, node: Function | ast.ClassDef) -> list[str]:
        """Decorators, signature and docstring."""
        end = self.header_end(node)
        if node.body[0].lineno <= end:
            raise self.problem(node, "has its body on the line of its signature")
        if any(isinstance(x, ast.Lambda) for d in node.decorator_list for x in ast.walk(d)):
            raise self.problem(node, "has a lambda in a decorator, which a stub would give away")
        if has_docstring(node):
            end = span(node.body[0])[1]
        return self.lines[first_line(node) - 1 : end]

    def header_end(self, node: Function | ast.ClassDef) -> int:
        ends = (t.start[0] for t in self.tokens if t.type == tokenize.NEWLINE)
        return next(line for line in ends if line >= node.lineno)

    def ends_with_comma(self, node: ast.stmt) -> bool:
        """Is the last thing before the closing bracket a comma, which keeps one item a line?"""
        span = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
        words = [
            t.string
            for t in self.tokens
            if span[0] <= t.start < span[1] and t.type in (tokenize.OP, tokenize.NAME)
        ]
        return words[-2:] == [",", ")"]

    def source(self, node: ast.stmt) -> list[str]:
        return self.lines[first_line(node) - 1 : node.end_lineno]

    def todo(self, function: str, name: str) -> str:
        self.needs.add(function)
        return f'{function}("{self.label(name)}")'

    def label(self, name: str) -> str:
        return f"{self.module.partition('_')[0]}: {name}"

    def problem(self, node: ast.stmt, what: str) -> CannotStub:
        line = self.lines[node.lineno - 1].strip()
        return CannotStub(f"solutions/{self.module}.py:{node.lineno}: `{line}` {what}")


def _is_definition(node: ast.stmt | None) -> bool:
    return isinstance(node, Function | ast.ClassDef)
