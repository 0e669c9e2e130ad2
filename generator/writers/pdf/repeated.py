"""What WeasyPrint works out anew for every box, worked out once: the same file, byte for byte (tested), in less time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LENGTHS = (
    *(
        f"{kind}_{side}"
        for kind in ("margin", "padding")
        for side in ("left", "right", "top", "bottom")
    ),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_LEAST = ("min_width", "min_height")


def percentages(original: Callable[[Any, Any], None]) -> Callable[..., None]:
    """``resolve_percentages`` for a style without any: its lengths are the same for all boxes that share it."""

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        from weasyprint.layout.percent import adjust_box_sizing

        style = box.style
        known = vars(style).get("_lengths")
        # Flexible boxes change these two of a style while they are laid out.
        if known is None or known[0] is not style["width"] or known[1] is not style["min_width"]:
            known = vars(style)["_lengths"] = (style["width"], style["min_width"], _lengths(style))
        lengths = known[2]
        if not lengths:
            original(box, containing_block)
            return
        own = vars(box)
        own.update(lengths)
        # The borders of a table that collapse have been settled before.
        collapse = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            if not (collapse and hasattr(box, name)):
                own[name] = style[name]
        if style["box_sizing"] != "content-box":
            adjust_box_sizing(box, "width")
            adjust_box_sizing(box, "height")

    return resolve_percentages


def _lengths(style: Any) -> dict[str, Any]:
    """The used lengths of a style; none when any of them depends on what is around."""
    found: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            found[name] = 0 if value == "auto" and name in _LEAST else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return {}
    return found


def page_references(original: Any) -> Any:
    """``PDF.page_references``, asked for once for each box: made anew only when there is one page more."""

    def references(pdf: Any) -> Any:
        count = len(pdf.pages["Kids"])
        known = vars(pdf).get("_references")
        if known is None or known[0] != count:
            known = vars(pdf)["_references"] = (count, original.fget(pdf))
        return known[1]

    return property(references)


def shared_contexts(original: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """``Layout.setup`` with one Pango context for all plain text of a language, and one font description for each style."""

    def setup(layout: Any, style: Any) -> None:
        from weasyprint.text.ffi import ffi, gobject, pango

        known = _description(style)
        if known is None:
            original(layout, style)
            return
        layout.style, layout.first_line_direction = style, 0
        contexts = vars(style.font_config).setdefault("_contexts", {})
        key = (style["direction"], style["lang"])
        if key not in contexts:
            contexts[key] = _context(style)
        context, layout.language = contexts[key]
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, known)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    return setup


def _description(style: Any) -> Any:
    """The font description of a style; None when its text needs more than a font (features, lines, another language's glyphs)."""
    from weasyprint.text.fonts import font_features, get_font_description

    own = vars(style)
    if "_description" not in own:
        kinds = (
            "kerning",
            "variant_ligatures",
            "variant_position",
            "variant_caps",
            "variant_numeric",
            "variant_alternates",
            "variant_east_asian",
        )
        special = font_features(
            *(style[f"font_{kind}"] for kind in kinds), style["font_feature_settings"]
        )
        plain = (
            not special
            and style["font_language_override"] == "normal"
            and style["text_decoration_line"] == "none"
        )
        own["_description"] = get_font_description(style) if plain else None
    return own["_description"]


def _context(style: Any) -> tuple[Any, Any]:
    from weasyprint.text.constants import PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    if not style["lang"]:
        return context, pango.pango_language_get_default()
    name, _kept = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, language
