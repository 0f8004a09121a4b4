"""Reads documents, and remembers those that may run."""

import threading
from collections import OrderedDict

from graphql import GraphQLError, GraphQLSchema, GraphQLSyntaxError, parse, specified_rules, validate
from graphql.validation import (
    ASTValidationRule,
    NoSchemaIntrospectionCustomRule,
    OverlappingFieldsCanBeMergedRule,
    ValidationContext,
)
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema import BaseSchema
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from cget_api.api.documents.document import Document
from cget_api.api.documents.limits import Limits, too_complex
from cget_api.api.documents.measures import Measuring
from cget_api.api.errors import error_from_refusal
from cget_api.core.errors import BadUserInput, QueryTooComplex, RegisterError

_REMEMBERED_BYTES = 300_000
"""Of text; what is made of it takes about a hundred times as much memory."""
_ERRORS_TOLD = 20
_MERGING_STEPS = 30_000
"""What comparing fields of one name may cost: a page of a large front-end takes some hundreds of steps."""


class BoundedMerging(OverlappingFieldsCanBeMergedRule):
    """As the specification has it, and given up where fields are repeated without end."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = _MERGING_STEPS


class Documents:
    """Reads documents of one `schema` within `limits`; those without errors are remembered, up to some hundreds of
    kilobytes of text, the ones used longest ago forgotten first. Several threads may read at once."""

    def __init__(self, schema: BaseSchema, limits: Limits, *, introspection: bool, suggestions: bool) -> None:
        self.schema: GraphQLSchema = schema._schema  # type: ignore[attr-defined]  # strawberry names it nowhere else
        self.limits = limits
        self.suggestions = suggestions
        rules: list[type[ASTValidationRule]] = [
            BoundedMerging if rule is OverlappingFieldsCanBeMergedRule else rule for rule in specified_rules
        ]
        rules += [MaybeNullValidationRule, OneOfInputValidationRule]
        if not introspection:
            rules.append(NoSchemaIntrospectionCustomRule)
        self._rules = tuple(rules)
        self._remembered: OrderedDict[str, Document] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def known(self, text: str) -> Document | None:
        """None where it was not read before, or is forgotten."""
        with self._lock:
            document = self._remembered.get(text)
            if document is not None:
                self._remembered.move_to_end(text)
        return document

    def read(self, text: str) -> Document:
        """What is wrong with a document stands in its `errors`."""
        document = self._read(text)
        if not document.errors:
            self._remember(document)
        return document

    def _remember(self, document: Document) -> None:
        with self._lock:
            if document.text in self._remembered:
                return
            self._remembered[document.text] = document
            self._bytes += len(document.text.encode())
            while self._bytes > _REMEMBERED_BYTES:
                forgotten, _ = self._remembered.popitem(last=False)
                self._bytes -= len(forgotten.encode())

    def _read(self, text: str) -> Document:
        try:
            return self._validated(text)
        except RegisterError as refusal:
            return Document(text, self.schema, [error_from_refusal(refusal)])
        except GraphQLError as error:
            return Document(text, self.schema, [error])

    def _validated(self, text: str) -> Document:
        limits = self.limits
        size = len(text.encode())
        if size > limits.max_document_bytes:
            raise too_complex("bytes of the document", size, limits.max_document_bytes, "Ask in several requests")
        try:
            ast = parse(text, max_tokens=limits.max_tokens)
            document = Document(text, self.schema, ast=ast)
            measuring = Measuring(document.fragments)
            for operation in document.operations:
                measuring.operation(operation).require(limits)
        except GraphQLSyntaxError as error:
            # The parser has no other sign for a document that it gives up on.
            if error.message.endswith("Parsing aborted."):
                raise _given_up(error.message.removeprefix("Syntax Error: ")) from None
            raise
        except RecursionError:
            raise _given_up("fragments lead into one another too deep") from None
        errors = validate(self.schema, ast, self._rules, max_errors=_ERRORS_TOLD, hide_suggestions=not self.suggestions)
        if errors and isinstance(errors[-1], ValidationAbortedError) and errors[-1].message == "Validation aborted.":
            raise _given_up("the same fields are repeated too often")
        document.errors = [_of_the_caller(error) for error in errors]
        return document


def _given_up(reason: str) -> QueryTooComplex:
    return QueryTooComplex("document", reason.removesuffix(". Parsing aborted."), "Ask in several requests")


def _of_the_caller(error: GraphQLError) -> GraphQLError:
    """Python reads no number of thousands of digits: what is no defect of ours must not be told as one."""
    if not isinstance(error.original_error, ValueError):
        return error
    refusal = BadUserInput("number", "has too many digits", "Write it with at most 10")
    return GraphQLError(str(refusal), nodes=error.nodes, original_error=refusal)
