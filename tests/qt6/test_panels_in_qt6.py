"""Every panel of the steps with real widgets of Qt 6: filled, drawn and emptied."""

import pytest
from dock_parts import classes_of

from ecr_toolkit.gui.panel import Panel
from ecr_toolkit.languages.messages import interface

PANELS = classes_of(Panel)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_filled_drawn_and_emptied(make, walked, qtbot, clean, name, language):
    interface.use(language)
    panel = make(PANELS[name])
    panel.resize(320, 480)
    panel.show()
    for pilot in (None, walked, walked, None):
        panel.show_pilot(pilot)
        qtbot.wait(20)
        assert not panel.grab().isNull()
    clean()
