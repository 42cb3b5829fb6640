"""Placeholder head: to be written."""

from typing import Any

from ..context import Context

TABLES = ()


def facts(_c: Context) -> dict[str, Any]:
    return {}
