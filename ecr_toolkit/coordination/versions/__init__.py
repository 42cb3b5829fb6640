"""Versions of the approved redline: kept for ever, compared with each other, checked against the rules of supervision.

``archive`` keeps what was approved, ``changes`` tells what differs between two lines, ``area``, ``nature`` and
``function`` are the three checks of methods.md §9, ``swap`` is its rule for losses that are made up for, ``triggers``
says what can start an adjustment.
"""
