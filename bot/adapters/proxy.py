"""The proxy through which a platform is reached, where the environment names one."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from bot.ports.checks import Finding, Level


def proxy_for(url: str) -> str | None:
    """The proxy that HTTPS_PROXY names (HTTP_PROXY for plain http), unless NO_PROXY excepts it."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxy = getproxies().get(parts.scheme)
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy or None


def check_proxy(part: str, url: str) -> list[Finding]:
    """Which proxy it is, without its password."""
    proxy = proxy_for(url)
    if proxy is None:
        return []
    parts = urlsplit(proxy)
    where = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return [Finding(part, Level.GOOD, f"reached through the proxy {where}")]
