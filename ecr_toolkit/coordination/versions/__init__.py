"""Versions of the approved redline: kept for ever, compared with each other, checked against the rules of supervision.

``archive`` keeps what was approved and ``state`` the rasters it was approved with, ``sources`` what these were made of.
``changes`` tells what differs between two lines, ``reasons`` why, and what forbids an approval. ``area``, ``nature``
and ``function`` are the three checks of methods.md §9, ``checks`` feeds them with the rasters of two lines, ``swap`` is
the rule for losses that are made up for, ``triggers`` says what can start an adjustment and ``occasions`` what has.
"""
