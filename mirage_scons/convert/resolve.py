"""What each name of a configuration stands for, and where each is used: known before anything is translated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mirage_scons.config_ml.faults import unbound
from mirage_scons.config_ml.modules import MODULES, STDLIB
from mirage_scons.config_ml.source import Span
from mirage_scons.convert.nodes import Expression, Node, Pattern, body_of, cases_of, has_cases, s
from mirage_scons.convert.refusal import refused
from mirage_scons.convert.scopes import Binder, File, Function, Known, RecordType, Scope, Tag, Target, Use, library

_PLACES = ("__POS__", "__LOC__", "__FILE__", "__LINE__", "__MODULE__")


class Resolution:
    """What names stand for, by the identity of their nodes.

    ``files`` are the modules beside the configuration, and it itself; ``forwarded`` are the labels that are given as
    ``?label`` somewhere, and so may be of nothing; ``parsers`` are the functions by which converters parse;
    ``families`` are the constructors of types that are declared.
    """

    def __init__(self, load: Callable[[str], File | None]) -> None:
        self.load = load
        self.targets: dict[int, Target] = {}
        self.tags: dict[int, Tag] = {}
        self.records: dict[int, RecordType] = {}
        self.bound: dict[int, Binder] = {}
        self.functions: dict[int, Function] = {}
        self.items: dict[int, Any] = {}
        self.files: dict[str, File] = {}
        self.loops: list[tuple[int, int]] = []
        self.prefix: tuple[str, ...] = ()
        self.forwarded: set[str] = set()
        self.parsers: list[Binder] = []
        self.families: dict[str, set[str]] = {}

    def file(self, file: File) -> None:
        """Resolve a file."""
        top = Scope()
        top.add(library(STDLIB))
        top.values.update({name: Known(name, None) for name in _PLACES})
        top.modules.update({name: library(module) for name, module in MODULES.items()})
        before, self.prefix = self.prefix, ()
        scope = Scope(top)
        file.defined.add(self.structure(file.items, scope, file.function))
        self.prefix = before

    # Structures.

    def structure(self, items: Iterable[Node], scope: Scope, function: Function) -> Scope:
        """What ``items`` define; the scope has it too, from then on."""
        made = Scope()
        for item in items:
            made.add(self.item(item, scope, function))
        return made

    def item(self, item: Node, scope: Scope, function: Function) -> Scope:
        """What an item defines."""
        made = Scope()
        if isinstance(item, s.Define):
            made.values.update(self.bindings(item.bindings, item.recursive, scope, function, local=False))
        elif isinstance(item, s.Run):
            self.expression(item.body, scope, function)
        elif isinstance(item, (s.Open, s.Include)):
            opened = self.module(item.module, scope, function, "")
            scope.add(opened)
            if isinstance(item, s.Include):
                made.add(opened)
        elif isinstance(item, s.DefineModule):
            made.modules[item.name] = self.module(item.module, scope, function, item.name)
        elif isinstance(item, s.DeclareType):
            self._declared(item, made, function)
        elif isinstance(item, s.DeclareException):
            made.tags[item.constructor.name] = self._exception(item, scope, function)
        else:
            raise refused(item.what, item.at)
        scope.add(made)
        return made

    def _declared(self, item: Node, made: Scope, function: Function) -> None:
        for one in item.constructors:
            if one.inline:
                raise refused("a constructor with a record of its own", item.at)
            made.tags[one.name] = Tag(one.name, item.name, False, None, one.arity)
            self.families.setdefault(item.name, set()).add(one.name)
        if item.fields:
            binder = self.bind(item, "".join(word.capitalize() for word in item.name.split("_")), item.at, function)
            record = self.items[id(item)] = RecordType(binder, item.fields)
            made.records.update({name: record for name, _ in item.fields})

    def _exception(self, item: Node, scope: Scope, function: Function) -> Tag:
        one = item.constructor
        if item.same_as is not None:
            path, name = item.same_as
            return self.tag(scope, path, name, item.at)
        binder = self.bind(item, one.name, item.at, function)
        tag = self.items[id(item)] = Tag(one.name, "exn", True, binder, one.arity)
        return tag

    def module(self, module: Node, scope: Scope, function: Function, name: str) -> Scope:
        """What a module has."""
        if isinstance(module, s.ModuleName):
            return self.named(scope, module.path, module.at)
        if isinstance(module, s.Unsupported):
            raise refused(module.what, module.at)
        if isinstance(module, (s.FunctorOf, s.ApplyModule)):
            what = "a functor" if isinstance(module, s.FunctorOf) else "the application of a functor"
            raise refused(what, module.at)
        before = self.prefix
        self.prefix = (*before, name) if name else before
        made = self.structure(module.items, Scope(scope), function)
        self.prefix = before
        return made

    def named(self, scope: Scope, path: Node, at: Span) -> Scope:
        """The module of a path."""
        found: Scope | None = scope.find("modules", path[0])
        if found is None:
            file = self.load(path[0])
            found = None if file is None else file.defined
        for name in path[1:]:
            found = None if found is None else found.modules.get(name)
        if found is None:
            raise unbound("module", ".".join(path), [], at)
        return found

    def tag(self, scope: Scope, path: Node, name: str, at: Span) -> Tag:
        """What a constructor is declared as."""
        found: Tag | None = (self.named(scope, path, at) if path else scope).find("tags", name)
        if found is None:
            raise unbound("constructor", name, [], at)
        return found

    # Names.

    def bind(self, node: Any, name: str, at: Span, function: Function) -> Binder:
        """Make a name that ``node`` binds."""
        binder = self.bound[id(node)] = Binder(name, at, function, self.prefix)
        function.binders.append(binder)
        return binder

    def use(self, target: Target, at: Span, function: Function) -> None:
        """Note that a name is used."""
        if isinstance(target, Binder):
            again = [end for start, end in self.loops if target.place < start]
            target.uses.append(Use(max([at.start, *again]), function))

    def name(self, node: Node, scope: Scope, function: Function) -> None:
        """Resolve a name."""
        where = self.named(scope, node.path, node.at) if node.path else scope
        found: Target | None = where.find("values", node.name)
        if found is None:
            raise unbound("value", ".".join((*node.path, node.name)), [], node.at)
        self.targets[id(node)] = found
        self.use(found, node.at, function)

    def bindings(
        self, bindings: Iterable[Node], recursive: bool, scope: Scope, function: Function, local: bool = True
    ) -> dict[str, Target]:
        """Resolve what a ``let`` binds, and what to."""
        bindings = tuple(bindings)
        inner = Scope(scope)
        made = Scope()
        for binding in bindings:
            self.pattern(binding.pattern, scope, function, made)
        if recursive:
            inner.values.update(made.values)
        for binding in bindings:
            self.expression(binding.value, inner, function)
        last = max(binding.at.end for binding in bindings)
        for name, binder in made.values.items():
            assert isinstance(binder, Binder), name
            binder.is_local = local
            binder.place = binder.at.start if recursive else last
        for binding in bindings:
            bound = self.bound.get(id(binding.pattern))
            if bound is not None and isinstance(binding.pattern, s.Bind):
                bound.value = binding.value
        return dict(made.values)

    # Expressions.

    def expression(self, node: Expression, scope: Scope, function: Function) -> None:
        """Resolve an expression."""
        while isinstance(node, (s.Let, s.LetItem, s.LocalOpen)):  # a chain of these may be long
            inner = Scope(scope)
            if isinstance(node, s.Let):
                inner.values.update(self.bindings(node.bindings, node.recursive, scope, function))
            elif isinstance(node, s.LetItem):
                inner.add(self.item(node.item, inner, function))
            else:
                inner.add(self.named(scope, node.path, node.at))
            node, scope = node.body, inner
        handler = _EXPRESSIONS.get(type(node))
        if handler is not None:
            handler(self, node, scope, function)
            return
        for child in children(node):
            self.expression(child, scope, function)

    def fun(self, node: Node, scope: Scope, function: Function) -> None:
        """Resolve a function."""
        own = self.functions[id(node)] = Function(function)
        for parameter in node.parameters:
            if parameter.default is not None:
                self.expression(parameter.default, scope, own)
            inner = Scope(scope)
            self.pattern(parameter.pattern, scope, own, inner)
            scope = inner
        if has_cases(node):
            self.cases(cases_of(node), scope, own)
        else:
            self.expression(body_of(node), scope, own)

    def cases(self, cases: Iterable[Node], scope: Scope, function: Function) -> None:
        """Resolve cases."""
        for case in cases:
            inner = Scope(scope)
            self.pattern(case.pattern, scope, function, inner)
            if case.guard is not None:
                self.expression(case.guard, inner, function)
            self.expression(case.body, inner, function)

    def pattern(self, node: Pattern, scope: Scope, function: Function, into: Scope) -> None:
        """Resolve a pattern, and have what it binds ``into``."""
        if isinstance(node, (s.Bind, s.Alias)):
            known = into.values.get(node.name)
            if isinstance(known, Binder) and known.function is function:  # both sides of an or-pattern bind it
                self.bound[id(node)] = known
            else:
                into.values[node.name] = self.bind(node, node.name, node.at, function)
        if isinstance(node, s.ConstructPattern):
            self.tags[id(node)] = self.tag(scope, node.path, node.tag, node.at)
            self._use_tag(self.tags[id(node)], node.at, function)
        if isinstance(node, s.RecordPattern):
            for name, inner in node.fields:
                self._field(node, name, scope)
                self.pattern(inner, scope, function, into)
        if isinstance(node, s.OpenPattern):
            scope = _with(scope, self.named(scope, node.path, node.at))
        for child in _below(node):
            self.pattern(child, scope, function, into)

    def _field(self, node: Any, name: str, scope: Scope) -> None:
        record = scope.find("records", name)
        if record is not None:
            self.records[id(node)] = record

    def _use_tag(self, tag: Tag, at: Span, function: Function) -> None:
        if tag.binder is not None:
            self.use(tag.binder, at, function)


def _with(scope: Scope, opened: Scope) -> Scope:
    inner = Scope(scope)
    inner.add(opened)
    return inner


def _below(node: Pattern) -> tuple[Pattern, ...]:
    """The patterns that a pattern is made of, except for a record's."""
    if isinstance(node, (s.TuplePattern, s.ListPattern, s.ArrayPattern)):
        rest = getattr(node, "rest", None)
        return (*node.items, *(() if rest is None else (rest,)))
    if isinstance(node, s.Either):
        return tuple(node.choices)
    if isinstance(node, (s.Alias, s.Forced, s.ExceptionPattern, s.OpenPattern)):
        return (node.pattern,)
    if isinstance(node, (s.ConstructPattern, s.PolymorphicPattern)) and node.argument is not None:
        return (node.argument,)
    return ()


def children(node: Any) -> list[Any]:
    """The expressions that an expression is directly made of, where it binds no name."""
    found: list[Any] = []
    pending: list[Any] = list(node[1:])
    while pending:
        part = pending.pop(0)
        if type(part) in _ALL:
            found.append(part)
        elif isinstance(part, s.Argument):
            found.append(part.value)
        elif type(part) is tuple and not isinstance(part, Span):
            pending[:0] = part
    return found


_ALL = set(s.Expression.__args__)


def _construct(resolution: Resolution, node: Node, scope: Scope, function: Function) -> None:
    tag = resolution.tags[id(node)] = resolution.tag(scope, node.path, node.tag, node.at)
    resolution._use_tag(tag, node.at, function)
    if node.argument is not None:
        resolution.expression(node.argument, scope, function)


def _record(resolution: Resolution, node: Node, scope: Scope, function: Function) -> None:
    for name, value in node.fields:
        resolution._field(node, name, scope)
        resolution.expression(value, scope, function)
    if node.base is not None:
        resolution.expression(node.base, scope, function)
    record = resolution.records.get(id(node))
    if record is not None:
        resolution.use(record.binder, node.at, function)


def _match(resolution: Resolution, node: Expression, scope: Scope, function: Function) -> None:
    resolution.expression(node.subject if isinstance(node, s.Match) else node.body, scope, function)
    resolution.cases(node.cases, scope, function)


def _loop(resolution: Resolution, node: Expression, scope: Scope, function: Function) -> None:
    inner = Scope(scope)
    if isinstance(node, s.For):
        resolution.expression(node.first, scope, function)
        resolution.expression(node.last, scope, function)
        resolution.pattern(node.name, scope, function, inner)
    resolution.loops.append((node.at.start, node.at.end))
    if isinstance(node, s.While):
        resolution.expression(node.condition, scope, function)
    if node.body is not None:
        resolution.expression(node.body, inner, function)
    resolution.loops.pop()


def _apply(resolution: Resolution, node: Node, scope: Scope, function: Function) -> None:
    resolution.forwarded.update(argument.label for argument in node.arguments if argument.optional)
    for child in children(node):
        resolution.expression(child, scope, function)
    known = resolution.targets.get(id(node.function))
    if isinstance(known, Known) and known.name == "Key.Arg.conv":
        _parser(resolution, next((one.value for one in node.arguments if one.label == "conv"), None))


def _parser(resolution: Resolution, node: Expression) -> None:
    """Note the function by which a converter parses: it gives a result, for which Python has an exception."""
    while isinstance(node, (s.LocalOpen, s.Apply, s.TupleOf)):
        if isinstance(node, s.TupleOf):
            node = node.items[0]
        else:
            node = node.body if isinstance(node, s.LocalOpen) else node.arguments[0].value
    parser = resolution.targets.get(id(node))
    if isinstance(parser, Binder) and len(parser.uses) == 1:
        resolution.parsers.append(parser)


def _unsupported(_resolution: Resolution, node: Node, _scope: Scope, _function: Function) -> None:
    raise refused(node.what, node.at)


def _let_operator(_resolution: Resolution, node: Node, _scope: Scope, _function: Function) -> None:
    raise refused(f"the binding operator {node.operators[0]}", node.at, "Write it as the function that it is.")


_EXPRESSIONS: Mapping[type, Callable[[Resolution, Any, Scope, Function], None]] = {
    s.Name: Resolution.name,
    s.Apply: _apply,
    s.Fun: Resolution.fun,
    s.Construct: _construct,
    s.RecordOf: _record,
    s.Match: _match,
    s.Try: _match,
    s.While: _loop,
    s.For: _loop,
    s.Unsupported: _unsupported,
    s.LetOperator: _let_operator,
}
