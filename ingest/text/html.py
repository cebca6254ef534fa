"""Text out of HTML, without what its writer only quoted: one pass, no tree.

Elements that hold no words of the writer are skipped with all in them: block quotes, code, scripts,
styles, titles, what is not shown, and what mail programs mark as a signature or an answered
message. Outlook marks where an answered message begins and not where it ends: all that follows is
left out. Paragraphs, rows and line breaks become lines. Whatever the bytes, the cost is linear: a
tag ends before the next one begins.
"""

import re
from html import unescape

__all__ = ["is_html", "without_markup"]

_MOST = 16_000  # characters that are looked at, from the body's beginning on
_IS_HTML = re.compile(
    r"</?(?:p|br|div|span|html|body|head|table|td|tr|ul|ol|li|a|b|i|u|em|strong|blockquote|pre|code"
    r"|h[1-6]|img|font|style|script|meta|aside|center|hr|o:p|!doctype)(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,20})([^<>]*)>|<[!?][^<>]*>")
_SKIPPED = frozenset({
    "blockquote", "pre", "code", "script", "style", "head", "title", "aside", "select", "textarea",
    "noscript", "svg",
})  # fmt: skip
_MARKED = re.compile(
    r"signature|yahoo_quoted|moz-cite-prefix|gmail_attr|quoted-text|front-blockquote"
    r"|display\s*:\s*none",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"\s*-{3,}")
_BREAKS = frozenset({
    "br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "section", "article", "header", "footer", "td",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link"})


def is_html(text: str) -> bool:
    """Say whether a text is HTML: it has a tag that writers of mail and forums use.

    >>> is_html("<p>Hello</p>"), is_html("a < b and <ann@x.example>"), is_html("see <@U1>")
    (True, False, False)
    """
    return _IS_HTML.search(text) is not None


def without_markup(html: str) -> str:
    r"""Give the text that is shown, without what is quoted.

    >>> without_markup("<div>So&nbsp;<b>good</b><br>Ann</div><blockquote>bad</blockquote>")
    'So good\nAnn'
    """
    start = html.lower().find("<body")
    html = html[max(start, 0) :][:_MOST]
    if "<!--" in html:
        first, *after = html.split("<!--")
        html = first + "".join(piece.partition("-->")[2] for piece in after)
    parts: list[str] = []
    at = depth = 0
    skipped = ""
    for tag in _TAG.finditer(html):
        if not skipped:
            parts.append(_words(html[at : tag.start()]))
        at = tag.end()
        name = (tag[2] or "").lower()
        if skipped:
            if name == skipped:
                depth += -1 if tag[1] else 1
                skipped = skipped if depth > 0 else ""
        elif not tag[1] and name not in _VOID and _is_skipped(name, tag[3], html, at):
            skipped, depth = name, 1
        elif tag[3] and not tag[1] and _ANSWERED.search(tag[3][:300]):
            at = len(html)
            break
        if name in _BREAKS:
            parts.append("\n")
    if not skipped:
        parts.append(_words(html[at:]))
    lines = (" ".join(line.split()) for line in unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_skipped(name: str, attributes: str | None, html: str, at: int) -> bool:
    if attributes and attributes.endswith("/"):
        return False
    if name in _SKIPPED:
        return True
    marked = _MARKED.search(attributes[:300]) if attributes else None
    if marked is None:
        return False
    # what announces a forwarded message is a line that ends the writer's own text
    return marked[0].lower() != "gmail_attr" or not _FORWARDED.match(html, at)


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text)
