"""What is put into a form's templates before they are compiled.

Counters in whatever can repeat, scales before whatever can be large. They are attributes of the
environment in the compiled code (``environment.tick``): no name of a template leads to them or
hides them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

REPEATED: dict[type[nodes.Node], int] = {
    nodes.Template: 10,
    nodes.Block: 5,
    nodes.Macro: 2,
    nodes.CallBlock: 2,
    nodes.For: 1,
}
"""What can run more than once, and how many steps one run counts.

An included template costs more than a round of a loop.
"""
_REFUSED = (nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)


def guard(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    """Put counters and scales into a template.

    Raises TemplateSyntaxError for what no form may write.
    """
    for node in tree.find_all(nodes.Node):
        if isinstance(node, _REFUSED):
            raise TemplateSyntaxError(
                "不能用 autoescape：文字里的 < 一律是文字，不是标记", node.lineno, name, filename
            )
        if isinstance(node, nodes.Output):
            _refuse_number(node, name, filename)
    _Scales().visit(tree)
    repeated = [node for kind in REPEATED for node in tree.find_all(kind)]
    for node in [tree, *repeated]:
        length = sum(len(data.data) for data in _own_text(node))
        steps = REPEATED[type(node)]
        counter = _call("tick", [nodes.Const(length), nodes.Const(steps)], node.lineno)
        statement = nodes.ExprStmt(counter, lineno=node.lineno)
        node.body.insert(0, statement)  # type: ignore[attr-defined]


def deepest(tree: nodes.Node) -> int:
    """The line of the node that lies deepest, without recursion."""
    level = [tree]
    line = 1
    while level:
        line = level[0].lineno or line
        level = [child for node in level for child in node.iter_child_nodes()]
    return line


def _refuse_number(node: nodes.Output, name: str | None, filename: str | None) -> None:
    """Raise TemplateSyntaxError for a number with a point that a template writes itself."""
    for part in node.nodes:
        if isinstance(part, nodes.Const) and type(part.value).__name__ == "float":
            raise TemplateSyntaxError(
                f"{part.value} 不能直接印：模板里不写数，数由程序算出", node.lineno, name, filename
            )


def _own_text(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    """The text that one run of a node writes itself: not that of what is counted on its own."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child
        elif type(child) not in REPEATED:
            yield from _own_text(child)


def _call(name: str, arguments: Sequence[nodes.Expr], line: int) -> nodes.Call:
    """The call of a counter or of a scale."""
    for argument in arguments:
        argument.set_lineno(line)
    function = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(function, list(arguments), [], None, None, lineno=line)


def _weighed(expression: nodes.Expr) -> nodes.Expr:
    """An expression whose value is weighed; a constant needs no scale."""
    if isinstance(expression, nodes.Const):
        return expression
    return _call("weighed", [expression], expression.lineno)


class _Scales(NodeTransformer):
    """Each value is weighed before a filter, a loop or a comparison works on it.

    Texts that ``~`` joins are weighed together.
    """

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        self.generic_visit(node)
        # The filter of a {% filter %} block has none.
        if node.node is not None:
            node.node = _weighed(node.node)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _weighed(cast("nodes.Expr", node.iter))
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        node.expr = _weighed(node.expr)
        for operand in node.ops:
            operand.expr = _weighed(operand.expr)
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Node:
        self.generic_visit(node)
        if node.args:
            node.node, node.args = _weighed(node.node), list(map(_weighed, node.args))
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            return _weighed(node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _call("joined", node.nodes, node.lineno)
