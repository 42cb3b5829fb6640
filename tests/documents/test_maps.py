"""Maps: drawn, coloured as the legend says, mirrored only beside the map."""

import numpy as np
import pytest
from qgis.PyQt.QtGui import QColor, QGuiApplication, QImage

from ecr_toolkit.documents import maps, wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.figures import figures
from ecr_toolkit.documents.map_items import DPI, nice
from ecr_toolkit.documents.map_page import MAP, WIDTH
from ecr_toolkit.documents.maps import Maps
from ecr_toolkit.documents.symbols import CLASS_COLOURS, TYPE_COLOURS
from ecr_toolkit.errors import ToolkitError


def pixels(picture):
    """(rows, columns, 3) of a PNG."""
    image = QImage.fromData(picture.png).convertToFormat(QImage.Format.Format_RGBA8888)
    data = image.constBits().asstring(image.sizeInBytes())
    return np.frombuffer(data, np.uint8).reshape(image.height(), image.width(), 4)[..., :3]


@pytest.fixture(scope="module")
def drawn(walked, qgis_app):
    """(language, figure id) → picture."""
    made = {}

    def draw(language, id):
        if (language, id) not in made:
            context = Context(walked, language)
            figure = next(figure for figure in figures(walked, context) if figure.id == id)
            made[language, id] = Maps(walked, context, language == "ur", lambda text: text).draw(figure)
        return made[language, id]

    return draw


def has(image, colour):
    wanted = np.array(QColor(colour).getRgb()[:3])
    return int(np.sum(np.all(image == wanted, axis=-1)))


def test_every_figure_is_drawn_at_its_size_and_not_blank(walked, qgis_app):
    context = Context(walked, "en")
    atlas = Maps(walked, context, False, lambda text: text)
    for figure in figures(walked, context):
        picture = atlas.draw(figure)
        image = pixels(picture)
        assert abs(image.shape[1] - picture.width_mm / 25.4 * DPI) <= 2
        colours = np.unique(image.reshape(-1, 3).astype(np.uint32) @ [65536, 256, 1])
        assert colours.size > 20, figure.id


def test_a_class_map_shows_its_classes_in_the_colours_of_its_legend(drawn):
    image = pixels(drawn("en", "importance_integrated"))
    assert all(has(image, colour) > 300 for colour in CLASS_COLOURS["importance"].values())


def test_conflicts_and_corridors_lie_over_the_redline_in_the_colours_of_their_legend(drawn):
    image = pixels(drawn("en", "conflicts"))
    taken_out, leaving, redline = "#464646", "#cab2d6", "#d7191c"
    legend = has(pixels(drawn("en", "by_type")), taken_out)
    assert has(image, taken_out) > legend + 1000 and has(image, leaving) > 300 and has(image, redline) > 300
    image = pixels(drawn("en", "corridors"))
    assert has(image, "#7fbf7b") > 1000 and has(image, "#9ecae1") > 300
    image = pixels(drawn("en", "spaces"))
    assert all(has(image, CLASS_COLOURS[wording.SPACES][space]) > 300 for space in (1, 2, 3, 4))


def test_only_the_legend_changes_sides(drawn):
    left_to_right, right_to_left = (pixels(drawn(language, "importance_integrated")) for language in ("en", "ur"))
    column = round((WIDTH - MAP - 9) / WIDTH * left_to_right.shape[1])
    colour = CLASS_COLOURS["importance"][5]
    assert has(left_to_right[:, -column:], colour) and has(right_to_left[:, :column], colour)
    one, other = ((image == QColor(colour).getRgb()[:3]).all(axis=-1) for image in (left_to_right, right_to_left))
    across = [np.flatnonzero(mask.any(axis=0)) for mask in (one[:, :-column], other[:, column:])]
    widths = [values[-1] - values[0] for values in across]
    assert abs(widths[0] - widths[1]) <= 3, "the map itself keeps its shape"


def test_classes_differ_in_lightness_so_that_grey_prints_are_legible():
    for theme, colours in CLASS_COLOURS.items():
        light = [QColor(colours[value]).lightnessF() for value in sorted(colours, reverse=True)]
        if theme == wording.SPACES:  # kinds of land without an order
            light.sort()
        least = 0.04 if theme == wording.SPACES else 0.4 / len(colours)
        assert all(after - before > least for before, after in zip(light, light[1:])), theme


def test_every_type_has_a_colour_of_its_own():
    assert len(set(TYPE_COLOURS.values())) == len(TYPE_COLOURS)


@pytest.mark.parametrize(("value", "chosen"), [(5.0, 5), (4.9, 2), (0.3, 0.2), (130, 100), (1, 1)])
def test_round_steps(value, chosen):
    assert nice(value, (1, 2, 5)) == pytest.approx(chosen)


def test_only_long_chinese_labels_are_cut():
    assert maps.in_lines("开伯尔-普赫图赫瓦省") == "开伯尔-\n普赫图赫瓦省"
    assert maps.in_lines("阿扎德查谟和克什米尔") == "阿扎德查谟\n和克什米尔"
    assert maps.in_lines("بلوچستان") == "بلوچستان" and maps.in_lines("旁遮普省") == "旁遮普省"


def test_without_an_application_there_is_a_sentence_and_no_crash(monkeypatch):
    class Nobody(QGuiApplication):
        @staticmethod
        def instance():
            return None

    monkeypatch.setattr(maps, "QGuiApplication", Nobody)
    with pytest.raises(ToolkitError, match="running QGIS"):
        maps.check_application()
