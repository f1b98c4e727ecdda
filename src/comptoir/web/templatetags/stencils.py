"""Parts of rows that differ by little more than whose row it is: drawn once, then only filled in. Loaded everywhere."""

from typing import Any
from uuid import UUID

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class Stencil(Node):
    """Its part of the page, drawn anew only where one of `variants` is met for the first time."""

    def __init__(self, nodelist: NodeList, keys: list[FilterExpression], variants: list[FilterExpression]) -> None:
        self.nodelist, self.keys, self.variants = nodelist, keys, variants

    def render(self, context: Context) -> SafeString:
        keys = [_key(each.resolve(context)) for each in self.keys]
        # Of the whole page: what a template keeps for itself is forgotten when it is included for the next row.
        whole: dict[Any, Any] = context.render_context.dicts[0]
        drawn: dict[object, tuple[str, list[str]]] = whole.setdefault(self, {})
        variant = (*map(bool, keys), *(each.resolve(context) for each in self.variants))
        if variant not in drawn:
            drawn[variant] = self.nodelist.render(context), keys
        text, first = drawn[variant]
        for old, new in zip(first, keys, strict=True):
            if old != new:
                text = text.replace(old, new)
        return mark_safe(text)


def _key(value: UUID | None) -> str:
    # Nothing else is as unlike every other text, and needs no escaping.
    assert value is None or isinstance(value, UUID), value
    return str(value) if value else ""


@register.tag
def stencil(parser: Parser, token: Token) -> Stencil:
    """`{% stencil row.pk by row.is_open %}…{% endstencil %}`, in a loop over rows: what is inside may depend on the row
    through the ids before `by` and the facts after it, and on nothing else of it.

    The rows after the first of a kind get its text with their own ids in it. An id may be None. What is forgotten after
    `by` is drawn wrong: every use is compared with rows drawn alone in tests/web/test_stencils.py.
    """
    words = token.split_contents()[1:]
    place = words.index("by")
    keys, variants = words[:place], words[place + 1 :]
    nodelist = parser.parse(("endstencil",))
    parser.delete_first_token()
    return Stencil(
        nodelist, [parser.compile_filter(key) for key in keys], [parser.compile_filter(each) for each in variants]
    )
