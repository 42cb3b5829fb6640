"""The page of the coordination: the list, both sides of the chosen item, and what is decided on it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Callable, Optional, TypeVar

from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...errors import ToolkitError
from ...languages.formats import Formats
from ...languages.messages import _, interface
from ..back import Done
from ..labels import plain_label
from ..panel import Panel
from .bands import Bands
from .deciding import Made, accepted, choices_of, decide_item, take_back, that_stand
from .decision_bar import DecisionBar
from .filter_bar import FilterBar
from .filtering import listed
from .item_list import ItemList
from .items import Item, Key, items_of, stamp_of
from .published import Published
from .side_view import SideView
from .sides import sides_of, stands
from .sight import Sight, Sights
from .unit_places import unit_of_conflicts

Result = TypeVar("Result")


class ReviewPanel(Panel):
    """Mismatches, conflicts and void sign-offs. ``canvas``: the map, None where there is none (tests)."""

    def __init__(self, canvas: Any = None, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._pilot: Any = None
        self._stamp: tuple[Any, ...] = ()
        self._published = Published()
        self._items: list[Item] = []
        self._units: Optional[Mapping[Key, str]] = None  # of conflicts, looked up when a unit is wanted
        self._sights: Optional[Sights] = None
        self._sight: Optional[Sight] = None
        self._folder: Optional[Path] = None  # of the pilot seen last, to which the next two belong
        self._made: list[Made] = []
        self._bands = Bands(canvas)
        self._build()
        self._list_items()

    def _build(self) -> None:
        self.filter_bar = FilterBar()
        self.line = plain_label()
        self.list = ItemList()
        self.list.picked.connect(self._go)
        self.side_view = SideView()
        self.decision_bar = DecisionBar()
        self.filter_bar.changed.connect(lambda: self._list_items())
        self.decision_bar.chosen.connect(self.decide)
        self.decision_bar.undo_asked.connect(self.undo)
        self.decision_bar.next_asked.connect(self.list.choose_next_open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.filter_bar, self.line, self.list, self.side_view, self.decision_bar):
            layout.addWidget(widget)
        layout.setStretchFactor(self.list, 1)
        layout.setStretchFactor(self.side_view, 1)

    # What is shown

    def show_pilot(self, pilot: Any) -> None:
        if pilot is not None and pilot.folder != self._folder:
            self._folder, self._made = pilot.folder, []
            self.list.forget()
        self._pilot = pilot
        stamp = () if pilot is None else (interface.language, *stamp_of(pilot))
        if stamp != self._stamp:
            self._stamp = stamp
            self._read()

    def _read(self, follow: bool = False) -> None:
        """Read the pilot anew."""
        fault: Optional[ToolkitError] = None
        self._items, self._units, self._sights = [], None, None
        try:
            if self._pilot is not None:
                self._items = items_of(self._pilot, self._published)
                self._sights = Sights(self._pilot)
                names = {unit.code: unit.name(interface.language) for unit in self._pilot.units} if self._items else {}
                self.filter_bar.show_units([(code, f"{code} {name}") for code, name in sorted(names.items())])
                self._made = that_stand(self._made, self._items)
        except ToolkitError as error:
            fault = error
        self._list_items(follow)
        if fault is not None:
            self.failed.emit(fault)

    def _list_items(self, follow: bool = False) -> None:
        """List what is wanted; ``follow``: as ItemList says."""
        wanted = self.filter_bar.wanted()
        if wanted.unit and self._units is None and self._pilot is not None:
            self._units = self._told(lambda: unit_of_conflicts(self._pilot, self._items), {})
        found = listed(self._items, wanted, self._units or {})
        self.list.show_items(found, follow)
        self.line.setText(self._line(len(found)))
        self._show_item()

    def _line(self, shown: int) -> str:
        """How many are listed, or why there is nothing to see."""
        if self._items and shown:
            formats = Formats(interface.language)
            return _("{shown} of {all}").format(shown=formats.number(shown), all=formats.number(len(self._items)))
        if self._items:
            return _("No item is like this. Choose other filters.")
        return _("There is nothing to review. Run the step to find mismatches and conflicts.")

    def _go(self) -> None:
        """Another item was chosen: the map goes there."""
        self._show_item()
        self._bands.zoom()

    def _show_item(self) -> None:
        """The chosen item: both sides, on the map too, and what can be decided."""
        item, formats = self.list.current(), Formats(interface.language)
        sight, sides = None, None
        if item is not None and self._sights is not None:
            sights = self._sights
            sight = self._told(lambda: sights.of(item), None)
            sides = self._told(lambda: sides_of(self._pilot, item, sight, formats), None)
        self.side_view.show_sides(sides, stands(item, formats) if item else "", formats)
        self._sight = sight
        self.decision_bar.setVisible(bool(self._items))
        self.decision_bar.show_choices(choices_of(item) if item else [])
        self.decision_bar.show_undo(self._undo_title())
        self.decision_bar.next_button.setEnabled(self.list.has_open())
        self._bands.draw(sight if self.isVisible() else None)

    def _told(self, work: Callable[[], Result], instead: Result) -> Result:
        """What ``work`` gives; where a file is damaged this is told."""
        try:
            return work()
        except ToolkitError as error:
            self.failed.emit(error)
            return instead

    # What is done

    def decide(self, choice: str) -> None:
        """Decide on the chosen item, with the reason and the name that are written."""
        item, bar = self.list.current(), self.decision_bar
        if item is None or self._pilot is None:
            return
        pilot, who = self._pilot, bar.who.text()
        try:
            made = decide_item(pilot, item, choice, who, bar.reason.text(), date.today())
        except ToolkitError as error:
            (bar.reason if bar.who.text().strip() else bar.who).setFocus()
            self.failed.emit(error)
            return
        self._made.append(made)
        self._show_written(item.key)
        self.did.emit(Done(item.title, lambda: take_back(pilot, made, who, "", date.today()), made))
        self.changed.emit()

    def undo(self) -> None:
        """Take back the decision that accepted the chosen item, else the last one that was made here."""
        made = self._undoable()
        if made is None or self._pilot is None:
            return
        bar = self.decision_bar
        try:
            take_back(self._pilot, made, bar.who.text(), bar.reason.text(), date.today())
        except ToolkitError as error:
            self.failed.emit(error)
            return
        self._made = [one for one in self._made if one != made]
        self._show_written(made.key)
        self.list.choose(made.key)
        self.undone.emit(made)
        self.changed.emit()

    def _undoable(self) -> Optional[Made]:
        """An accepted item that is chosen, whenever it was accepted; else the last decision made here."""
        item = self.list.current()
        of_item = accepted(item) if item is not None else None
        return of_item or (self._made[-1] if self._made else None)

    def _undo_title(self) -> str:
        made = self._undoable()
        return next((item.title for item in self._items if made is not None and item.key == made.key), "")

    def _show_written(self, key: Key) -> None:
        """Show what stands after a decision on an item; the map goes on where another one took its place."""
        self.decision_bar.reason.clear()
        self._stamp = (interface.language, *stamp_of(self._pilot))
        self._read(follow=True)
        after = self.list.current()
        if after is not None and after.key != key:
            self._bands.zoom()

    # Keys, and the map while the panel is seen

    def event(self, event: Any) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.decision_bar.action_of(event) is not None:
            event.accept()  # these keys are the panel's here, whatever QGIS uses them for
            return True
        return super().event(event)

    def keyPressEvent(self, event: Any) -> None:
        action = self.decision_bar.action_of(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._bands.draw(self._sight)

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._bands.draw(None)
