"""The manifests, and the links in README.md and docs/slack.md that create an app from them.

`python -m tests.adapters.slack.manifest_links` prints the links anew.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.parse import quote

import yaml

from tests.paths import REPOSITORY

FILES = {
    "minimal": REPOSITORY / "deploy" / "slack-manifest.yaml",
    "full": REPOSITORY / "deploy" / "slack-manifest-full.yaml",
}


def manifest(name: str) -> dict[str, Any]:
    """The manifest of that name."""
    found: dict[str, Any] = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    return found


def link(name: str) -> str:
    """Opens Slack's page for a new app, with the manifest filled in."""
    text = json.dumps(manifest(name), separators=(",", ":"))
    return f"https://api.slack.com/apps?new_app=1&manifest_json={quote(text, safe='')}"


if __name__ == "__main__":
    sys.stdout.write("".join(f"{name}: {link(name)}\n" for name in FILES))
