"""Coordination between the country, its units (provinces) and theirs (counties): methods.md §5.6.

``places`` says what the levels are, ``rollup`` adds the redline up from level to level, ``allocation`` shares a
national figure out, ``rounds`` keeps what was put to the units, ``signatures`` who agreed to which line.
"""
