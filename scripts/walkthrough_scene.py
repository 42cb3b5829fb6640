"""A scene for qgis_shot.sh: from empty QGIS over the training country to its documents, a picture a page.

walkthrough.py plays it once a language. Everything is done through the widgets that people use; the temperatures are
given in kelvin first, so that there is a fault to repair.
"""

import os
import time

import processing
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QScrollArea
from qgis.utils import plugins

WIDTH = 400  # of the dock
COUNTRY = "PAK"
NOTE = "The list of protected areas lacks two parks that were founded last year."
REASON, WHO = "Agreed at the meeting of both provinces.", "Working group"
KELVIN = {"file": "data/temperature.tif", "offset": 273.15}


class Session:
    """The dock as a user has it; its parts wait until nothing goes on."""

    def __init__(self, iface):
        self.iface, self.dock = iface, plugins["ecr_toolkit"].dock

    @property
    def page(self):
        return self.dock.pilot_page

    @property
    def steps(self):
        return self.dock.pilot_page.step_page

    def settled(self):
        while self.dock.presenter.busy or QgsApplication.taskManager().countActiveTasks():
            yield 100
        yield 200

    def press(self, button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        yield from self.settled()

    def run(self, step):
        """Choose a step, run it, show what it gives."""
        self.dock.show_step(step)
        yield from self.press(self.page.run_button)
        states = {row.id: (row.state, row.reason) for row in self.dock.presenter.rows()}
        if states[step][0] != "fresh":
            raise RuntimeError(f"{step}: {states[step]}")
        yield from self.press(self.page.results_button)
        self.steps.setCurrentIndex(0)

    def edit(self, name, value):
        self.dock.presenter.edit(name, value)
        yield from self.settled()

    def theme(self, key):
        """Only the layers of a subgroup and the units on the map."""
        root = self.iface.layerTreeView().layerTreeModel().rootGroup()
        for node in root.findLayers():
            wanted = str(node.layer().customProperty("ecr_toolkit/key")) in (*key, "units")
            node.setItemVisibilityChecked(wanted)
            if wanted:
                node.setItemVisibilityCheckedParentRecursive(True)

    def tab(self, panel):
        """The tab that holds a panel."""
        self.steps.setCurrentIndex(next(
            place for place in range(self.steps.count()) if self.steps.widget(place).isAncestorOf(panel)))

    def look_at(self, widget):
        """Scroll the page so that a widget is seen."""
        area = widget.parentWidget()
        while not isinstance(area, QScrollArea):
            area = area.parentWidget()
        area.ensureWidgetVisible(widget, 0, area.viewport().height() // 2)


def scene(iface):
    """Pictures of every page, in the order of the manual."""
    session = Session(iface)
    dock = session.dock
    plugins["ecr_toolkit"].action.trigger()
    iface.mainWindow().resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
    yield 500
    yield "start"
    yield from new_pilot(session)
    yield from session.press(dock.start_page.training_button)
    while dock.presenter.pilot is None:
        yield 100
    yield from session.settled()
    language = dock.presenter.pilot.recipe["languages"]
    yield from session.edit("languages", list(dict.fromkeys([os.environ["ECR_LOCALE"], *language])))
    yield from session.edit("documents.write", ["policy_brief", "demarcation_report"])
    dock.show_step("set_up")
    yield "set_up"
    yield from prepared(session)
    yield from assessed(session)
    yield from agreed(session)
    yield from written(session)


def new_pilot(session):
    """Pakistan is chosen; the pilot is not made."""
    dock = session.dock
    yield from session.press(dock.start_page.new_button)
    page = dock.new_page
    while not page.country.countries:
        yield 100
    yield from session.settled()
    page.country.chosen.emit(next(one for one in page.country.countries if one.code == COUNTRY))
    yield from session.settled()
    yield "new_pilot"
    yield from session.press(page.back_button)


def prepared(session):
    """Temperatures in kelvin, told and repaired."""
    yield from session.edit("sources.temperature", KELVIN)
    yield from session.run("prepare")
    findings = session.steps.panels["prepare"]
    session.look_at(next(iter(findings.buttons.values())))
    yield "findings"
    yield from session.press(next(iter(findings.buttons.values())))
    session.steps.setCurrentIndex(1)
    yield "settings"
    yield from session.run("prepare")


def assessed(session):
    yield from session.run("functions")
    session.theme(("function:water_conservation",))
    yield "functions"
    yield from session.run("sensitivity")
    session.theme(("sensitivity:desertification",))
    yield "sensitivity"
    yield from session.run("gaps")
    session.theme(("gaps", "protected_areas"))
    session.look_at(session.steps.panels["gaps"])
    yield "gaps"
    yield from session.run("thresholds")
    session.theme(("trial",))
    curve = session.steps.panels["thresholds"].curve
    session.look_at(curve)
    curve.set_share(35)
    session.theme(("trial",))
    yield "thresholds"
    yield from session.run("boundary")
    yield "boundary"


def agreed(session):
    """A proposal is accepted; the line is compared with the version that was approved before."""
    yield from session.run("coordination")
    pilot = session.dock.presenter.pilot
    processing.run("ecr:approve", {"PILOT": str(pilot.folder), "APPROVED_BY": WHO, "REASON": REASON})
    session.dock.presenter.look_again()
    yield from session.settled()
    (_title, review), (_title, versions) = session.steps.more["coordination"]
    session.tab(review)
    yield from session.settled()
    kinds = review.filter_bar.kind_box
    kinds.setCurrentIndex(kinds.findData("mismatch"))
    review.list.setCurrentIndex(review.list.model().index(0, 0))
    yield 500
    yield "coordination"
    review.decision_bar.reason.setText(REASON)
    review.decision_bar.who.setText(WHO)
    review.decide("accept")
    yield from session.settled()
    yield from session.run("coordination")
    session.theme(())
    session.tab(versions)
    yield from session.press(versions.compare_button)
    yield 500
    yield from session.press(versions.looks.swipe_button)
    yield 500
    yield "versions"
    yield from session.press(versions.looks.swipe_button)


def written(session):
    yield from session.run("documents")
    began = time.monotonic()
    (_title, preview), = session.steps.more["documents"]
    session.tab(preview)
    yield from session.settled()
    yield 1500
    print(f"preview {time.monotonic() - began:.1f} s", flush=True)
    yield "documents"
    session.dock.show_step("gaps")
    session.steps.setCurrentIndex(session.steps.count() - 1)
    session.dock.presenter.tick("gaps", session.dock.presenter.advice("gaps").checks[0], True)
    session.steps.note.setPlainText(NOTE)
    yield from session.press(session.steps.note_button)
    session.look_at(session.steps.notes)
    yield "notes"
    QgsApplication.setUITheme("Night Mapping")
    session.dock.show_step("thresholds")
    session.steps.setCurrentIndex(0)
    yield 1000
    yield "night"
