"""Templates of a country in place of the toolkit's, from the folder ``templates`` of its pilot.

They come with a folder that somebody may have been sent, so they are taken for hostile: ``reading`` takes plain, small
files only, ``rules`` allows a small part of Jinja2, ``bounds`` and ``sandbox`` run it within limits on plain data,
``loading`` gives each template the environment it belongs to, ``faults`` tells what went wrong as file and line.
What came out is looked at by ``checked.py`` before anything is published.
"""
