"""What Discord demands of the bodies a bot sends: its hard limits, and its OpenAPI document."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS31Validator

Body = Mapping[str, Any]

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"
"""Where the document lies beside the repository; without it only the limits are checked."""

COMPONENTS_V2 = 1 << 15
NEW_MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE_MESSAGE = 4, 5, 6, 7
CHOICES, FORM = 8, 9

_ROW, _BUTTON, _MENU, _LINK_STYLE = 1, 2, 3, 5
_EMBED_TEXTS = {"title": 256, "description": 4096}
_EMBED_TOTAL, _FIELDS = 6000, 25
_COMMAND_TOTAL = 8000


@functools.cache
def _spec() -> Any:
    return json.loads(SPEC.read_text(encoding="utf-8")) if SPEC.is_file() else None


@functools.cache
def _validator(path: str, method: str) -> Any:
    spec = _spec()
    body = spec["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return OAS31Validator({**body, "components": spec["components"]})


def schema_faults(path: str, method: str, body: Any) -> list[str]:
    """What the OpenAPI document finds wrong with `body`; empty where the document is absent."""
    if _spec() is None:
        return []
    errors = _validator(path, method).iter_errors(_snowflakes_as_text(body))
    return [f"{error.json_path}: {error.message[:300]}" for error in errors]


def _snowflakes_as_text(value: Any, key: str = "") -> Any:
    """Discord takes ids as numbers too, as discord.py sends them; its document does not say so."""
    if isinstance(value, Mapping):
        return {name: _snowflakes_as_text(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_snowflakes_as_text(part, key) for part in value]
    ids = key.endswith("_id") or key in ("users", "roles")
    return str(value) if ids and isinstance(value, int) else value


def ping_faults(body: Body) -> list[str]:
    """Why a message may ping people: `allowed_mentions` missing or permissive."""
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, Mapping) or "parse" not in allowed:
        return ["allowed_mentions is missing or has no parse"]
    return [
        f"allowed_mentions.{key} is {allowed[key]!r}"
        for key in ("parse", "users", "roles", "replied_user")
        if allowed.get(key)
    ]


_LIVE = re.compile(
    r"@(?:everyone|here)|(?<!\\)<(?:@[!&]?|#)\d+>"  # looks like a ping, whether or not it is one
    r"|(?<!\\)\[[^\]\n]*\]\((?!<)[^)\s]+\)"  # words over a link that would unfold
)


def markup_faults(body: Body) -> list[str]:
    """What in a message's content is live that only a reader or a file can have written."""
    return [f"live markup: {found}" for found in _LIVE.findall(body.get("content") or "")]


def message_faults(body: Body) -> list[str]:
    """Which hard limits of messages `body` breaks."""
    return list(_message_faults(body))


def _message_faults(body: Body) -> Iterator[str]:
    content, embeds = body.get("content") or "", body.get("embeds") or []
    components = body.get("components") or []
    is_v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    if not (content.strip() or embeds or components):
        yield "the message is empty"
    if len(content) > 2000:
        yield f"content has {len(content)} characters, not 2000"
    if is_v2 and (content or embeds):
        yield "components V2 bars content and embeds"
    if len(embeds) > 10:
        yield f"{len(embeds)} embeds, not 10"
    if sum(_embed_length(embed) for embed in embeds) > _EMBED_TOTAL:
        yield "more than 6000 characters in embeds"
    for embed in embeds:
        yield from _embed_faults(embed)
    if not is_v2 and len(components) > 5:
        yield f"{len(components)} rows, not 5"
    yield from _component_faults(components)


def _embed_length(embed: Body) -> int:
    fields = embed.get("fields") or []
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [text for field in fields for text in (field.get("name"), field.get("value"))]
    return sum(len(text or "") for text in texts)


def _embed_faults(embed: Body) -> Iterator[str]:
    for key, limit in _EMBED_TEXTS.items():
        if len(embed.get(key) or "") > limit:
            yield f"embed {key} over {limit} characters"
    if len((embed.get("footer") or {}).get("text") or "") > 2048:
        yield "embed footer over 2048 characters"
    if len((embed.get("author") or {}).get("name") or "") > 256:
        yield "embed author over 256 characters"
    fields = embed.get("fields") or []
    if len(fields) > _FIELDS:
        yield f"{len(fields)} embed fields, not 25"
    for field in fields:
        if (
            not 1 <= len(field.get("name", "")) <= 256
            or not 1 <= len(field.get("value", "")) <= 1024
        ):
            yield "an embed field's name or value is empty or too long"


def _component_faults(components: Sequence[Body]) -> Iterator[str]:
    every = list(_walk(components))
    if len(every) > 40:
        yield f"{len(every)} components, not 40"
    names = [part["custom_id"] for part in every if "custom_id" in part]
    if len(names) != len(set(names)):
        yield "a custom_id stands twice"
    if any(not 1 <= len(name) <= 100 for name in names):
        yield "a custom_id is empty or over 100 characters"
    for part in every:
        inner = part.get("components") or []
        if part.get("type") == _ROW and not 1 <= len(inner) <= 5:
            yield f"a row of {len(inner)} components, not 1 to 5"
        if part.get("type") == _BUTTON:
            yield from _button_faults(part)
        if part.get("type") == _MENU:
            yield from _menu_faults(part)


def _walk(components: Sequence[Body]) -> Iterator[Body]:
    for part in components:
        yield part
        yield from _walk(part.get("components") or [])
        if part.get("accessory"):
            yield part["accessory"]


def _button_faults(button: Body) -> Iterator[str]:
    if len(button.get("label") or "") > 80:
        yield "a button's label has over 80 characters"
    if not button.get("label") and not button.get("emoji"):
        yield "a button without a label"
    if len(button.get("url") or "") > 512:
        yield "a button's url has over 512 characters"
    wanted = "url" if button.get("style") == _LINK_STYLE else "custom_id"
    if not button.get(wanted):
        yield f"a button without {wanted}"


def _menu_faults(menu: Body) -> Iterator[str]:
    options = menu.get("options") or []
    if not 1 <= len(options) <= 25:
        yield f"a menu of {len(options)} options, not 1 to 25"
    values = [option.get("value", "") for option in options]
    if len(values) != len(set(values)):
        yield "a value stands twice in a menu"
    texts = [*values, *(option.get("label", "") for option in options)]
    if any(not 1 <= len(text) <= 100 for text in texts):
        yield "a label or value of a menu is empty or over 100 characters"
    if any(len(option.get("description") or "") > 100 for option in options):
        yield "a description in a menu has over 100 characters"
    if len(menu.get("placeholder") or "") > 150:
        yield "a placeholder over 150 characters"


def choice_faults(data: Body) -> list[str]:
    """Which limits of autocompletion are broken."""
    choices = data.get("choices", [])
    faults = [f"{len(choices)} choices, not 25"] if len(choices) > 25 else []
    for choice in choices:
        if not 1 <= len(choice.get("name", "")) <= 100 or len(str(choice.get("value", ""))) > 100:
            faults.append("a choice's name or value is empty or over 100 characters")
    return faults


def form_faults(data: Body) -> list[str]:
    """Which limits of forms (modals) are broken."""
    rows = data.get("components") or []
    faults = [] if 1 <= len(rows) <= 5 else [f"a form of {len(rows)} rows, not 1 to 5"]
    if not 1 <= len(data.get("title") or "") <= 45:
        faults.append("a form's title is empty or over 45 characters")
    if not 1 <= len(data.get("custom_id") or "") <= 100:
        faults.append("a form's custom_id is empty or over 100 characters")
    for field in (field for row in rows for field in row.get("components", ())):
        if not 1 <= len(field.get("label") or "") <= 45:
            faults.append("a field's label is empty or over 45 characters")
    return faults


def command_faults(commands: Sequence[Body]) -> list[str]:
    """Which hard limits of commands are broken."""
    return list(_command_faults(commands))


def _command_faults(commands: Sequence[Body]) -> Iterator[str]:
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        if sum(command.get("type", 1) == kind for command in commands) > most:
            yield f"more than {most} commands of type {kind}"
    for command in commands:
        options = command.get("options") or []
        if len(options) > 25:
            yield "more than 25 options"
        described = [*options, command] if command.get("type", 1) == 1 else options
        if any(not 1 <= len(part.get("description") or "") <= 100 for part in described):
            yield "a description is empty or over 100 characters"
        texts = [
            part.get(key) or "" for part in (command, *options) for key in ("name", "description")
        ]
        if sum(map(len, texts)) > _COMMAND_TOTAL:
            yield "a command of more than 8000 characters"
