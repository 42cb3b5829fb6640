"""Starter data: real global data out of public packages, so that a country runs on a fresh machine."""
