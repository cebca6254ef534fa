"""Pages for a reader: what this server is, and the published schema in plain HTML.

They load nothing from anywhere, so they work without a network and tell nobody that they were read.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from api.web.problems import KINDS, PLAIN_KINDS

__all__ = ["docs_page", "front_page"]

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem } h3 { margin: 2rem 0 .3rem } p { margin: .3rem 0 }
code, h3 { font-family: ui-monospace, monospace } h3 { font-size: 1rem }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
         border-bottom: 1px solid #8884; overflow-wrap: break-word }
th, td:first-child { white-space: nowrap }
td:nth-child(2) { max-width: 20rem }
.method { display: inline-block; min-width: 4rem; font-weight: bold }
nav li { padding: .15rem 0 } nav .method { font-family: ui-monospace, monospace }
@media (max-width: 40rem) {
  h3, td { overflow-wrap: anywhere } th { display: none }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid #8884 }
  td { display: block; max-width: none; padding: 0; border: 0 } td:first-child { font-weight: bold }
  nav ul { list-style: none; padding: 0 }
}
"""
_FRONT = """<h1>tieline</h1>
<p>A relationship graph engine: who carries weight, who has a stake, which ties are weakening,
with evidence for every number. This is its HTTP API.</p>
<ul>
<li><a href="/docs">The API, route by route</a></li>
<li><a href="/openapi.json">The same as OpenAPI</a></li>
<li><a href="/api/v1/briefing">The briefing</a>: one page of what matters now, as JSON</li>
<li><a href="/api/v1/status">The status</a> of the store and of the answers</li>
</ul>"""


def front_page() -> str:
    """Say what this is, and where to go on."""
    return _page("tieline", _FRONT)


def docs_page(schema: Mapping[str, Any]) -> str:
    """Write an OpenAPI document for a reader."""
    info = schema["info"]
    parts = [f"<h1>{_text(info['title'])} {_text(info['version'])}</h1>"]
    parts += [f"<p>{_text(line)}</p>" for line in info["description"].split("\n\n")]
    parts.append('<p>The same for machines: <a href="/openapi.json">/openapi.json</a></p>')
    routes = [
        (path, method, route)
        for path, methods in schema["paths"].items()
        for method, route in methods.items()
    ]
    parts += _contents(routes)
    parts.append("<h2>Routes</h2>")
    for path, method, route in routes:
        parts += _route(path, method, route)
    parts.append('<h2 id="objects">Objects</h2>')
    for name, model in sorted(schema["components"]["schemas"].items()):
        parts += _model(name, model)
    parts.append('<h2 id="problems">Problems</h2>')
    parts.append(_table("type", "status", "meaning", rows=_problems()))
    return _page("tieline API", "\n".join(parts))


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _contents(routes: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[str]:
    """Every route in a line, for the page is long."""
    yield "<nav><ul>"
    for path, method, route in routes:
        meaning = _text(route["description"].partition("\n\n")[0])
        yield (
            f'<li><span class="method">{method.upper()}</span> '
            f'<a href="#{_anchor(route)}"><code>{escape(path)}</code></a> {meaning}</li>'
        )
    yield '<li><a href="#objects">Objects</a>: what is answered and sent</li>'
    yield '<li><a href="#problems">Problems</a>: what may go wrong</li>'
    yield "</ul></nav>"


def _anchor(route: Mapping[str, Any]) -> str:
    return f"route-{escape(route['operationId'])}"


def _route(path: str, method: str, route: Mapping[str, Any]) -> Iterator[str]:
    method = f'<span class="method">{method.upper()}</span>'
    yield f'<h3 id="{_anchor(route)}">{method} {escape(path)}</h3>'
    yield from (f"<p>{_text(line)}</p>" for line in route["description"].split("\n\n"))
    if parameters := route.get("parameters"):
        rows = [
            (
                f"<code>{escape(one['name'])}</code>{' (required)' if one['required'] else ''}",
                _type(one["schema"]),
                _text(one.get("description") or one["schema"].get("description", "")),
            )
            for one in parameters
        ]
        yield _table("parameter", "type", "meaning", rows=rows)
    if body := route.get("requestBody"):
        kinds = ", ".join(
            f"<code>{escape(kind)}</code>: {_type(one['schema'])}"
            for kind, one in body["content"].items()
        )
        yield f"<p>Body: {kinds}. {_text(body.get('description', ''))}</p>"
    rows = [
        (escape(status), ", ".join(map(_answer, one.get("content", {}).values())),
         _text(one["description"]))
        for status, one in sorted(route["responses"].items())
    ]  # fmt: skip
    yield _table("status", "answer", "meaning", rows=rows)


def _answer(content: Mapping[str, Any]) -> str:
    return _type(content.get("schema", {}))


def _model(name: str, model: Mapping[str, Any]) -> Iterator[str]:
    yield f'<h3 id="{escape(name)}">{escape(name)}</h3>'
    yield f"<p>{_text(model.get('description', ''))}</p>"
    if "enum" in model:
        yield f"<p>{_type(model)}</p>"
    required = model.get("required", ())
    rows = [
        (
            f"<code>{escape(field)}</code>{' (required)' if field in required else ''}",
            _type(about),
            _text(about.get("description", "")),
        )
        for field, about in model.get("properties", {}).items()
    ]
    if rows:
        yield _table("field", "type", "meaning", rows=rows)


def _problems() -> list[tuple[str, str, str]]:
    kinds = [*KINDS.values(), *PLAIN_KINDS.values()]
    return [
        (f'<span id="{kind.name}">/docs#{kind.name}</span>', str(kind.status), escape(kind.title))
        for kind in sorted(kinds, key=lambda kind: (kind.status, kind.name))
    ]


def _table(*head: str, rows: list[tuple[str, str, str]]) -> str:
    cells = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table><tr>{cells}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _type(schema: Mapping[str, Any]) -> str:
    """A type in words, with links to the objects it names."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    words = [str(schema.get("type", "anything"))]
    for key, word in _LIMITS.items():
        if key in schema:
            words.append(f"{word} {schema[key]}")
    if schema.get("default") is not None:
        words.append(f"default {schema['default']}")
    return escape(", ".join(words))


_LIMITS = {
    "format": "as", "minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most",
    "exclusiveMaximum": "less than", "maxLength": "length at most", "pattern": "like",
}  # fmt: skip


def _text(text: str) -> str:
    """Text with `code` in it."""
    parts = escape(text).split("`")
    return "".join(f"<code>{one}</code>" if k % 2 else one for k, one in enumerate(parts))
