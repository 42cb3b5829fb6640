"""Generated pages are as the code says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_recipe_reference_is_fresh():
    script = runpy.run_path(str(ROOT / "scripts" / "recipe_reference.py"), run_name="reference")
    assert (ROOT / "docs" / "recipe.md").read_text(encoding="utf-8") == script["text"](), \
        "run scripts/recipe_reference.py"


def test_the_models_reference_is_fresh():
    script = runpy.run_path(str(ROOT / "scripts" / "models_reference.py"), run_name="reference")
    assert (ROOT / "docs" / "models.md").read_text(encoding="utf-8") == script["text"](), \
        "run scripts/models_reference.py"
