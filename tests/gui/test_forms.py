"""The form of a step's settings: what it shows, what it tells, what survives, how it is searched and kept."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QToolButton, QWidget

from ecr_toolkit import steps
from ecr_toolkit.gui.forms.entries import groups_of
from ecr_toolkit.gui.forms.entry import CHOICE, FILE, PAIR, SEVERAL, SOURCE, TABLE, Entry, Group
from ecr_toolkit.gui.forms.form import Form
from ecr_toolkit.gui.forms.inputs import CONSTANT, FILES, NONE, groups_of_inputs
from ecr_toolkit.gui.forms.makers import editor_of
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.fields import Section
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.recipe_edits import DEFAULT, edit
from ecr_toolkit.pilot.recipe_shape import SHAPE, STARTER

SOURCES = [
    None, STARTER, "data/x.tif", {"file": "data/x.tif"}, {"files": ["data/rain_*.tif"], "scale": 0.1},
    {"files": ["a.tif", "b.tif"], "bands": [1, 2], "nodata": -9999, "crs": "EPSG:4326"},
    {"file": "a.nc", "layer": "tas", "offset": -273.15}, {"file": "p.csv", "value": "ph", "neighbours": 8},
    {"file": "slope.tif", "unit": "percent"}, {"file": "roads.gpkg", "buffer_m": 12.5},
    {"constant": 0.03, "reason": "No map: ü"}, {"file": "a.tif", "files": []}, {"file": "a.tif", "bands": []},
    {"file": "a.tif", "scale": 1.23456789012345},
]


@pytest.fixture
def form(qtbot, training):
    """An empty form that keeps what it tells; ``form.pilot``: a pilot that is its own."""
    form = Form()
    form.told, form.refusals = [], []
    form.edited.connect(lambda name, value: form.told.append((name, value)))
    form.refused.connect(lambda name, sentence: form.refusals.append((name, sentence)))
    form.pilot = training
    qtbot.addWidget(form)
    form.resize(320, 800)
    form.show()
    return form


def show(form, step, pilot=None):
    pilot = pilot or form.pilot
    form.show_groups(groups_of(step, pilot), pilot.folder)
    editors = form.editors
    QApplication.processEvents()  # new widgets are seen by then
    return editors


def entry(kind, value, **more):
    return Entry("a.b", kind, "Title", value, more.pop("default", None), **more)


def shown(form):
    return {name for name, line in form._lines.items() if line.isVisible()}


# Everything has a widget


def of_recipe(section=SHAPE, path=""):
    for name, member in section.members.items():
        if isinstance(member, Section):
            yield from of_recipe(member, f"{path}{name}.")
        else:
            yield f"{path}{name}", member


def test_no_entry_is_left_to_json(walked):
    written = {"sources", "parameters"}  # by entries of their own
    kinds = {one.name: one.kind for step in steps.STEPS for group in groups_of(step.id, walked)
             for one in group.entries}
    assert not {name for name, kind in kinds.items() if kind in ("object", "list of objects")}
    objects = {name for name, field in of_recipe() if field.kind == "object"} - written
    assert objects <= {name for name, kind in kinds.items() if kind == TABLE}


def test_every_choice_shows_a_title_and_not_its_id(walked):
    for step in steps.STEPS:
        for one in (one for group in groups_of(step.id, walked) for one in group.entries):
            if one.kind in (CHOICE, SEVERAL):
                assert one.choices
                for id, title in one.choices.items():
                    assert title and "_" not in title and title != str(id), (one.name, id)


@pytest.mark.parametrize("step", [step.id for step in steps.STEPS])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_shows_its_recipe_in_320_pixels(form, walked, step, language, qapp):
    interface.use(language)
    form.setLayoutDirection(Qt.LayoutDirection.RightToLeft if language == "ur" else Qt.LayoutDirection.LeftToRight)
    editors = show(form, step, walked)
    for fold in form._folds:
        fold.setCollapsed(False)
    qapp.processEvents()
    assert form.minimumSizeHint().width() <= 320
    for group in groups_of(step, walked):
        for one in group.entries:
            assert editors[one.name].value() == one.value, one.name
            assert all(widget.accessibleName() for widget in editors[one.name].inner)
    for child in form.findChildren(QToolButton):
        if child.isVisible():
            place = child.mapTo(form, child.rect().center())
            assert 0 <= place.x() <= form.width()
    assert form.told == [] and form.refusals == []


@pytest.mark.parametrize("kind, value", [
    ("number", 1.23456789012345), ("number", 1e12), ("number", 7), ("whole number", 3), (PAIR, (0.123456789, 2)),
    ("list of numbers", [10, 0.5, 30]), ("text", "  kept as it is "), ("list of texts", ["a, b", "c; d"]),
    ("object", {"a": {"b": [1, None]}}), (FILE, "data/a b|c.gpkg"), (CHOICE, "unheard of"),
    (SEVERAL, ["x", "b", "a"]), ("paragraph", "one\n\ntwo  "), ("place", [-53.12345678901, -14.2]), ("place", []),
    ("box", [-74, -34, -34.7, 5.5]), (TABLE, {"z": "1", "a": "2"}), (TABLE, {}), ("rows", ["b", "a", "a"]),
])
def test_what_nobody_touches_survives(qtbot, tmp_path, kind, value):
    cell = Entry("", "text", "Cell", "", None)
    cells = {TABLE: (cell, cell), "rows": (cell,)}.get(kind, ())
    editor = editor_of(entry(kind, value, choices={"a": "A", "b": "B"} if kind in (CHOICE, SEVERAL) else {},
                             cells=cells), tmp_path)
    qtbot.addWidget(editor)
    assert editor.value() == value and type(editor.value()) is type(value)


# Numbers


def test_a_number_out_of_range_is_told_while_it_is_typed_and_not_written(form, qtbot):
    box = show(form, "boundary")["boundary.simplify_cells"].inner[0]
    form._folds[0].setCollapsed(False)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "7")
    line = form._lines["boundary.simplify_cells"]
    assert "between 0 and 2" in line.fault.text() and line.fault.isVisible() and not form.told
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert form.told == [] and len(form.refusals) == 1 and "between 0 and 2" in form.refusals[0][1]
    box.selectAll()
    QTest.keyClicks(box, "1,5")  # as it is written in many languages
    assert not line.fault.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert form.told == [("boundary.simplify_cells", 1.5)]


def test_steps_of_a_box_end_at_the_range(qtbot, tmp_path):
    for kind, most in (("number", 2), ("whole number", 3)):
        editor = editor_of(entry(kind, most, minimum=0, maximum=most), tmp_path)
        qtbot.addWidget(editor)
        QTest.keyClick(editor.inner[0], Qt.Key.Key_Up)
        assert editor.value() == most


def test_the_wheel_scrolls_the_page_and_changes_nothing(form):
    box = show(form, "boundary")["boundary.min_patch_km2"].inner[0]
    before = box.value()

    class Wheel:
        ignored = False

        def ignore(self):
            self.ignored = True

    wheel = Wheel()
    box.wheelEvent(wheel)
    assert wheel.ignored and box.value() == before


def test_units_ranges_and_defaults_are_said(walked):
    entries = {one.name: one for group in groups_of("boundary", walked) for one in group.entries}
    assert entries["boundary.min_patch_km2"].unit == "km²" and entries["conflicts.farmland_ha"].unit == "ha"
    assert "From 0 to 100,000." in entries["boundary.min_patch_km2"].help
    assert "Default: 1." in entries["boundary.min_patch_km2"].help
    interface.use("fr")
    entries = {one.name: one for group in groups_of("boundary", walked) for one in group.entries}
    assert "0,5" in entries["boundary.simplify_cells"].help
    interface.use("en")
    model = {one.name: one for group in groups_of("sensitivity", walked) for one in group.entries}
    one = model["parameters.soil_erosion.erosivity_breaks"]
    assert "MJ mm" in one.title and "Confidence of the default: inference." in one.help


# Places, lists of codes, tables


def test_degrees_are_told_when_all_are_there(form):
    lines = show(form, "set_up")["grid.clip"].inner
    for line, text in zip(lines, ("-74", "-34", "x", "")):
        line.setText(text)
        line.editingFinished.emit()
    assert form.told == []
    lines[3].setText("5,5")
    lines[3].editingFinished.emit()
    assert form.told == [] and "degrees" in form.refusals[0][1]
    lines[2].setText("-34.7")
    lines[2].editingFinished.emit()
    assert form.told == [("grid.clip", [-74, -34, -34.7, 5.5])]
    for line in lines:
        line.clear()
    lines[0].editingFinished.emit()
    assert form.told[1:] == [("grid.clip", [])]


def test_the_box_is_taken_from_the_map(qtbot, tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
    from qgis.gui import QgsMapCanvas
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.resize(200, 200)
    canvas.setExtent(QgsRectangle(0, 0, 1113194.9, 1113194.9))
    editor = editor_of(entry("box", []), tmp_path)
    qtbot.addWidget(editor)
    editor.take(canvas)
    west, south, east, north = editor.value()
    metres = 6378137 * 3.141592653589793 / 180  # a degree of longitude in that projection
    shown = canvas.extent()
    assert [west, east] == pytest.approx([shown.xMinimum() / metres, shown.xMaximum() / metres], abs=1e-4)
    assert south == pytest.approx(0, abs=0.1) and 9.8 < north < 10


def test_land_cover_classes_have_names(form):
    box = show(form, "boundary")["conflicts.farmland"].inner[0]
    texts = [box.item(row).text() for row in range(box.count())]
    assert "12  cropland" in texts and box.count() == 18
    box.item(texts.index("10  grassland")).setCheckState(Qt.CheckState.Checked)
    assert form.told == [("conflicts.farmland", [12, 14, 10])]


def test_rows_are_added_filled_and_removed(form):
    editor = show(form, "gaps")["protected_areas.fields"]
    line = form._lines["protected_areas.fields"]
    QTest.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    (_row, cells), = editor._rows
    assert form.told == [], "nothing is written of a row that is not finished"
    cells[1].inner[0].setText("NOM")
    cells[1].inner[0].editingFinished.emit()
    assert form.told.pop() == ("protected_areas.fields", {"id": "NOM"})
    QTest.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    cells = editor._rows[1][1]
    assert cells[0].value() == "name", "the first that has no row yet"
    cells[0].inner[0].choose("id")
    cells[1].inner[0].setText("X")
    cells[1].inner[0].editingFinished.emit()
    assert "two rows" in line.fault.text() and form.told == []
    remove = next(one for one in editor._rows[1][0].findChildren(QToolButton) if one.text() == "✕")
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert form.told == [("protected_areas.fields", {"id": "NOM"})]


def test_texts_of_several_lines_keep_them(form, walked):
    editors = show(form, "documents", walked)
    paragraph = editors["documents.foreword"]._rows[0][1][1].inner[0]
    assert "\n\n" in paragraph.toPlainText()
    paragraph.setFocus()
    paragraph.setPlainText("A\n\nB")
    paragraph.left.emit()
    assert form.told == [("documents.foreword", {"en": "A\n\nB"})]


# Sources


def source_of(qtbot, tmp_path, value, **more):
    ways = {NONE: "None", STARTER: "Starter", FILES: "File", CONSTANT: "Constant"}
    editor = editor_of(entry(SOURCE, value, choices=ways, minimum=0, maximum=10, **more), tmp_path)
    qtbot.addWidget(editor)
    editor.news = []
    editor.changed.connect(lambda: editor.news.append(1))
    return editor


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_form_of_a_source_survives(qtbot, tmp_path, source):
    assert source_of(qtbot, tmp_path, source).value() == source


names = st.text("abc_/", min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.fixed_dictionaries({"files": st.lists(names, min_size=1, max_size=3)}, optional={
    "scale": st.floats(-1e6, 1e6), "nodata": st.integers(-99999, 255), "bands": st.lists(st.integers(1, 30)),
    "crs": st.sampled_from(["", "EPSG:4326"]), "layer": names, "neighbours": st.integers(1, 64)}))
def test_any_object_survives(qtbot, tmp_path_factory, source):
    assert source_of(qtbot, tmp_path_factory.getbasetemp(), source).value() == source


def test_a_setting_of_a_file_changes_and_the_others_stay(qtbot, tmp_path):
    editor = source_of(qtbot, tmp_path, {"files": ["rain_*.tif"], "scale": 0.1, "nodata": -9999})
    box = editor.details._rows[0][1][1].inner[0]
    box.setText("0.01")
    box.editingFinished.emit()
    assert editor.value() == {"file": "rain_*.tif", "scale": 0.01, "nodata": -9999} and editor.news
    box.setText("a tenth")
    with pytest.raises(ValueError, match="numbers with a point"):
        editor.value()


def test_a_constant_needs_its_reason_and_its_range(qtbot, tmp_path):
    editor = source_of(qtbot, tmp_path, None)
    editor.way.choose(CONSTANT)
    assert editor.news == [] and editor.number.isVisibleTo(editor) and not editor.file.isVisibleTo(editor)
    editor.number.setValue(3)
    assert editor.news == []
    with pytest.raises(ValueError, match="reason"):
        editor.value()
    editor.reason.setText("Measured at two wells")
    editor.reason.editingFinished.emit()
    assert editor.news and editor.value() == {"constant": 3, "reason": "Measured at two wells"}
    editor.number.setValue(30)
    with pytest.raises(ValueError, match="between 0 and 10"):
        editor.value()


def test_a_source_is_taken_away_and_starter_data_chosen(form):
    editors = show(form, "prepare")
    editors["sources.elevation"].way.choose(NONE)
    editors["sources.land_cover"].way.choose(STARTER)
    assert form.told == [("sources.elevation", DEFAULT), ("sources.land_cover", STARTER)]
    for name, value in form.told:
        edit(form.pilot.folder, {name: value})
    sources = Pilot.open(form.pilot.folder).recipe["sources"]
    assert "elevation" not in sources and sources["land_cover"] == STARTER


def test_starter_data_are_offered_only_where_there_are_some(form):
    editors = show(form, "prepare")
    assert editors["sources.elevation"].way.findData(STARTER) >= 0
    assert editors["sources.temperature"].way.findData(STARTER) >= 0
    assert editors["sources.wind_speed"].way.findData(STARTER) < 0


def test_inputs_say_whether_they_are_needed_and_how_they_stand(walked):
    needed, added = groups_of_inputs(walked)
    by_name = {one.name.partition(".")[2]: one for one in needed.entries}
    assert {"elevation", "land_cover", "precipitation", "soil_erodibility", "slope"} <= set(by_name)
    assert not needed.detail and added.detail
    assert not set(by_name) & {one.name.partition(".")[2] for one in added.entries}
    assert "Unit: m. Plausible: −430 to 8,850." in by_name["elevation"].note
    assert "Prepared from: data of the pilot. Missing: 0.0%." in by_name["elevation"].note
    assert "has no value in a part of the country" in by_name["soil_erodibility"].note
    assert "Add the tiles" in by_name["soil_erodibility"].note, "with the remedy"
    assert set(walked.recipe["sources"]) <= set(by_name) | {one.name.partition(".")[2] for one in added.entries}


def test_before_a_preparation_inputs_say_what_is_made_from_others(training):
    needed = groups_of_inputs(training)[0]
    by_name = {one.name: one for one in needed.entries}
    assert "Made from: elevation." in by_name["sources.slope"].note
    assert "Prepared" not in by_name["sources.elevation"].note


def test_what_a_function_needs_comes_with_it(training):
    before = {one.name for one in groups_of_inputs(training)[0].entries}
    edit(training.folder, {"objectives.functions": ["carbon"], "objectives.sensitivities": [], "sources": {}})
    after = {one.name for one in groups_of_inputs(Pilot.open(training.folder))[0].entries}
    assert "sources.soil_erodibility" in before - after and "sources.land_cover" in after


# The form is kept, searched, gone back


def test_the_same_form_keeps_its_widgets_focus_and_what_is_typed(form):
    editors = show(form, "boundary")
    author = editors["boundary.author"].inner[0]
    author.setFocus()
    author.setText("Half a na")
    edit(form.pilot.folder, {"boundary.min_patch_km2": 9})
    again = show(form, "boundary", Pilot.open(form.pilot.folder))
    assert again["boundary.author"] is editors["boundary.author"] and author.text() == "Half a na"
    assert again["boundary.min_patch_km2"].value() == 9 and form.told == []
    assert form._lines["boundary.min_patch_km2"].reset.isEnabled()


def test_what_was_refused_by_the_recipe_goes_back_to_what_stands(form):
    box = show(form, "functions")["thresholds.extreme_share"].inner[0]
    box.setValue(0.95)
    assert form.told == [("thresholds.extreme_share", 0.95)]
    assert show(form, "functions")["thresholds.extreme_share"].value() == 0.5, "nothing was written"
    assert len(form.told) == 1


def test_leaving_a_field_as_it_was_tells_nothing(form):
    editors = show(form, "boundary")
    for name in ("boundary.author", "boundary.names", "boundary.core_categories"):
        editors[name].inner[0].editingFinished.emit()
    show(form, "gaps")["protected_areas.indicative"].inner[0].left.emit()
    assert form.told == []


def test_back_to_the_default(form, walked):
    show(form, "boundary", walked)
    line = form._lines["corridors.core_km2"]
    assert line.reset.isEnabled() and not form._lines["corridors.neighbours"].reset.isEnabled()
    line.reset.click()
    assert form.told == [("corridors.core_km2", DEFAULT)]


def test_words_find_settings_in_folded_groups(form, qapp):
    show(form, "boundary")
    folded = [fold.isCollapsed() for fold in form._folds]
    assert folded == [False, True, True, True]
    QTest.keyClicks(form.search, "CORRIDOR width")
    assert shown(form) == {"corridors.width_m"} and not form.nothing.isVisible()
    form.search.setText("no such thing")
    assert shown(form) == set() and form.nothing.isVisible()
    form.search.clear()
    assert [fold.isCollapsed() for fold in form._folds] == folded and not form.nothing.isVisible()
    assert "boundary.author" in shown(form)


def test_only_what_was_changed(form, walked):
    show(form, "boundary", walked)
    QTest.keyClick(form.only_changed, Qt.Key.Key_Space)
    changed = {one.name for group in groups_of("boundary", walked) for one in group.entries if one.changed}
    assert shown(form) == changed and "corridors.core_km2" in changed
    form.only_changed.setChecked(False)
    assert len(shown(form)) > len(changed & shown(form)) > 0


def test_groups_that_were_opened_stay_open_on_another_page_and_back(form):
    show(form, "boundary")
    form._folds[2].setCollapsed(False)
    show(form, "coordination")
    show(form, "boundary")
    assert [fold.isCollapsed() for fold in form._folds] == [False, True, False, True]


def test_a_form_without_entries_is_empty(form):
    show(form, "boundary")
    form.show_groups([], form.pilot.folder)
    assert form.editors == {} and form._folds == [] and not form.nothing.isVisible()


def test_texts_of_files_are_plain(form):
    evil = "<img src=x><b>bold</b>" + "x" * 400
    form.show_groups([Group("<b>G</b>", [replace(entry("text", evil, help=evil, note=evil), title=evil)])],
                     form.pilot.folder)
    line = form._lines["a.b"]
    assert line.title.textFormat() == line.note.textFormat() == line.fault.textFormat() == Qt.TextFormat.PlainText
    assert "<b>" not in line.title.toolTip() and form.minimumSizeHint().width() <= 320


def test_tab_goes_from_the_top_to_the_bottom(form, qapp):
    editors = show(form, "boundary")
    form.activateWindow()
    order, widget = [], form.search
    for _step in range(400):
        widget = widget.nextInFocusChain()
        if isinstance(widget, QWidget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            order.append(widget)
        if widget is form.search:
            break
    seen = [name for widget in order for name, editor in editors.items() if editor.isAncestorOf(widget)]
    names = list(dict.fromkeys(seen))
    assert names == [name for name in editors if name in names] and len(names) > 8
    assert order[0] is form.only_changed


def test_the_form_of_the_largest_page_is_quick(form, walked):
    show(form, "prepare", walked)
    began = time.perf_counter()
    form.show_groups(groups_of("prepare", walked), walked.folder)
    assert time.perf_counter() - began < 0.25  # measured: 0.01 s
