"""Coordination: do the redlines of neighbouring units meet at their border?"""
