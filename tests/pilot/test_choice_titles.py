"""Every choice of the recipe has a title of its own that the catalogue knows."""

import ast
from pathlib import Path

import pytest

from ecr_toolkit.pilot import recipe_shape
from ecr_toolkit.pilot.fields import Field, Section
from ecr_toolkit.pilot.recipe_shape import DOCUMENTS, LINE_TYPES, LINES, SHAPE, SPECIFICATION


def fields(section, path=""):
    for name, member in section.members.items():
        if isinstance(member, Section):
            yield from fields(member, f"{path}{name}.")
        else:
            yield f"{path}{name}", member


CHOSEN = [(name, field) for name, field in (*fields(SHAPE), *fields(SPECIFICATION)) if field.choices]


def marked():
    """Texts that the extractor finds in the sources of the recipe's shape and of what it takes titles from."""
    models = Path(recipe_shape.__file__).parents[1] / "models" / "factors" / "slope_length.py"
    for path in (Path(recipe_shape.__file__), models):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                yield ast.literal_eval(node.args[0])


def test_there_are_choices_to_look_at():
    assert {"thresholds.method", "boundary.stakes", "documents.write", "unit"} <= {name for name, _field in CHOSEN}


@pytest.mark.parametrize("name, field", CHOSEN, ids=[name for name, _field in CHOSEN])
def test_every_choice_has_a_short_title_that_is_translated(name, field):
    titles, texts = list(field.choices.values()), set(marked())
    assert len(set(titles)) == len(titles), "two choices that read the same"
    for choice, title in field.choices.items():
        assert title and (title != choice or choice in ("always", "never", "percent")) and "_" not in title
        assert len(title) <= 50 and title in texts, title
    default = field.default if isinstance(field.default, list) else [field.default]
    assert set(default) <= set(field.choices)


def test_lines_and_documents_are_named_once():
    assert tuple(LINES) == LINE_TYPES and list(DOCUMENTS) == SHAPE.members["documents"].members["write"].default


def test_a_field_without_choices_has_no_titles():
    assert Field("text", "meaning").choices == {}
