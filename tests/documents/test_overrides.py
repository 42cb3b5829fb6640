"""Templates of a pilot in place of the toolkit's: they work; broken and hostile ones are told of and harm nothing."""

import dataclasses
import os
from dataclasses import replace

import pytest
from jinja2.exceptions import SecurityError

from ecr_toolkit.documents.catalogue import DOCUMENTS
from ecr_toolkit.documents.checked import css_faults
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.document import Document
from ecr_toolkit.documents.edition import Drawn, Edition
from ecr_toolkit.documents.environment import make_environment
from ecr_toolkit.documents.overrides import bounds
from ecr_toolkit.documents.overrides.bounds import Meter
from ecr_toolkit.documents.overrides.reading import MOST_BYTES, MOST_FILES, TEMPLATES, Overrides, own_names, read
from ecr_toolkit.documents.pictures import Picture
from ecr_toolkit.documents.rehearsal import Blanks, check_templates, rehearse
from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import catalogue
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.steps import documents as step

SUMMARY = "demarcation_report/summary.html"
MACROS = "{% import 'macros.html' as m with context %}"


@pytest.fixture(scope="module")
def small(report_of):
    """(templates, language="en", **fields) → an edition of the report's summary alone, with all it can quote."""
    wholes = {}

    def edition(texts, language="en", **fields):
        if language not in wholes:
            wholes[language] = report_of(language)
        whole = wholes[language]
        document = Document(whole.document.id, whole.document.title, lambda c: whole.document.chapters(c)[:1],
                            lambda _c: whole.content)
        return replace(whole, document=document, overrides=Overrides(texts), **fields)

    return edition


@pytest.fixture
def summary(small):
    """(text of the template, language="en") → what it makes, for the browser."""
    def made(text, language="en"):
        html = small({SUMMARY: text}, language).html()
        return html[html.index('<h2 id="summary">'):].partition("</h2>")[2].partition("</section>")[0].strip()

    return made


@pytest.fixture
def refused(small):
    """(text) → the error that the template is refused with, in every target."""
    def error(text, name=SUMMARY):
        with pytest.raises(ToolkitError) as caught:
            small({name: text}).html()
        assert f"templates/{name}" in str(caught.value) or name in str(caught.value)
        assert caught.value.remedy
        return str(caught.value)

    return error


# what works


def test_a_template_replaces_the_toolkits(summary):
    assert summary("<p>{{ c.country }}: our own words.</p>") == "<p>Verdania: our own words.</p>"


def test_the_toolkits_template_is_there_under_a_prefix(small, summary):
    own = summary("{% include 'toolkit/demarcation_report/summary.html' %}")
    whole = small({}).html()
    assert own in whole and "Key numbers" in own
    longer = summary("<p>Before.</p>{% include 'toolkit/demarcation_report/summary.html' %}<p>After.</p>")
    assert longer.startswith("<p>Before.</p>") and longer.endswith("<p>After.</p>") and own in longer


def test_a_block_of_the_toolkits_template_is_extended(small):
    html = small({"document.html": "{% extends 'toolkit/document.html' %}{% block title %}{{ super() }} – mine"
                                   "{% endblock %}"}).html()
    assert "<title>Demarcation report: Verdania – mine</title>" in html and "Key numbers" in html


def test_the_toolkits_templates_take_the_overriding_macros(small):
    html = small({"macros.html": "{% import 'toolkit/macros.html' as own with context %}"
                                 "{% macro table(spec) %}<p>No table {{ numbering.next('t') }}</p>{% endmacro %}"
                                 "{% macro map(x) %}{{ own.map(x) }}{% endmacro %}{% macro quote(x) %}{% endmacro %}"
                                 "{% macro chart(x) %}{{ own.chart(x) }}{% endmacro %}"}).html()
    assert "<p>No table 1</p>" in html and "<table" not in html.partition("Signatures</h2>")[0].partition("</nav>")[2]


def test_they_speak_the_toolkits_texts_in_the_documents_language(small):
    html = small({SUMMARY: "<p>{{ _('Contents') }}, {% trans %}Contents{% endtrans %}, {{ t('Contents') }}, "
                           "{% trans x=3.5|percent %}Only here {{ x }}{% endtrans %}</p>"}, "fr",
                 messages=catalogue("fr")).html()
    own = catalogue("fr").gettext("Contents")
    assert own != "Contents" and f"<p>{own}, {own}, {own}, Only here 3,5\u00a0%</p>" in html


def test_tables_maps_charts_and_numbers_can_be_used(summary):
    made = summary(MACROS + "{{ m.table(tables.key_numbers) }}{{ m.map(drawn.redline) }}{{ m.chart(charts.services) }}"
                            "{% for row in c.rows('units') %}{{ row.code }} {{ row.area_km2|area }};{% endfor %}"
                            "{% set share = c.whole.ecr_km2 / c.whole.area_km2 * 100 %}{{ share|percent }}"
                            "{% set n = namespace(all=0) %}"
                            "{% for x in range(4) %}{% set n.all = n.all + x %}{% endfor %}"
                            "{{ n.all }}{{ (c.units|first).code ~ '-' ~ 1 }}{{ [1, 2]|length }}")
    assert "<table>" in made and "<figure" in made and "<svg" in made and "6CAL-12" in made.replace("\n", "")


def test_styles_can_be_overridden(small):
    html = small({"style.css": "{% include 'toolkit/style.css' %} p { color: #333; }"}).html()
    assert "p { color: #333; }" in html and "--ink" in html


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_every_template_of_the_toolkit_may_be_copied_and_keeps_working(walked, document):
    """All in the sandbox, so that what the toolkit's own templates use is what a country may use."""
    texts = Overrides({name: (TEMPLATES / name).read_text(encoding="utf-8") for name in own_names()})
    for language in ("en", "ur"):
        context = Context(walked, language)
        drawn = {figure.id: Drawn(figure, Picture(b"", 1, 1)) for figure in document.figures(walked, context)}
        plain = Edition(document, context, Formats(language), catalogue(language), drawn, Blanks())
        copied = replace(plain, overrides=texts, pictures=Blanks())
        assert copied.html() == plain.html()
        assert copied.qt_html() == plain.qt_html()
        assert copied.qt_contents(()) == plain.qt_contents(())


# what is told


@pytest.mark.parametrize(("text", "line", "told"), [
    ("\n\n{{ nothing }}", 3, "'nothing' is undefined"), ("{% if %}", 1, "Expected an expression"),
    ("\n{{ c.nothing }}", 2, "no attribute 'nothing'"), ("{% include 'none.html' %}", 1, "no template “none.html”"),
    ("\n{% extends 'none.html' %}", 2, "no template “none.html”"), ("{{ 5|nofilter }}", 1, "nofilter"),
    ("a\n" + MACROS + "\n{{ m.table(5) }}", 3, ""), ("{{ 1 / 0 }}", 1, "division by zero"),
    ("{{ tables.key_numbers.rows[0][9] }}", 1, ""), ("{{ none }}", 1, "missing"), ("{{ drawn }}", 1, "no text"),
    ("{% block x %}{% block x %}{% endblock %}{% endblock %}", 1, "x"),
])
def test_a_broken_template_is_told_with_file_line_fault_and_remedy(refused, text, line, told):
    error = refused(text)
    assert f"templates/{SUMMARY} cannot be used, line {line}:" in error and told in error
    assert "take it out of the folder" in error


def test_a_template_that_lacks_what_the_toolkits_need_is_told(refused):
    assert "has no attribute 'table'" in refused("{# empty #}", "macros.html")


def test_no_path_of_this_machine_is_told(refused, walked):
    for text in ("{{ nothing }}", "{% include 'toolkit/none.html' %}", MACROS + "{{ m.table(1) }}"):
        assert str(walked.folder) not in refused(text) and "guidelines" not in refused(text)


# what is refused

REACHING = [
    "{{ c._pilot }}", "{{ c['_pilot'] }}", "{{ ''.__class__ }}", "{{ ''['__class__'] }}", "{{ c.__init__ }}",
    "{{ _.__globals__ }}", "{{ t.__globals__ }}", "{{ cells._formats }}", "{{ c|attr('_pilot') }}", "{{ self._x }}",
    "{{ drawn.candidates.figure.raster }}", "{{ drawn.candidates.figure.raster.read_text() }}",
    "{{ drawn.candidates.figure.raster.parent }}", "{{ drawn.candidates.figure.raster.unlink() }}",
    "{{ drawn.candidates.figure }}", "{{ drawn.candidates.figure|ltr }}", "{{ drawn.candidates.figure|upper }}",
    "{{ cells.ltr(drawn.candidates.figure) }}", "{{ cells.words([drawn.candidates.figure]) }}",
    "{{ t(drawn.candidates.figure) }}", "{{ _(drawn.candidates.figure) }}", "{{ [drawn.candidates.figure] }}",
    "{{ ['x', drawn.candidates.figure]|last }}", "{% trans x=drawn.candidates.figure %}{{ x }}{% endtrans %}",
    "{{ drawn.values()|sort(attribute='figure.raster') }}", "{{ drawn.redline.picture.png }}",
    "{{ c.functions[0].compute }}", "{{ c.functions[0].compute({}, {}) }}",
    "{{ c.functions|map(attribute='compute') }}", "{{ c.functions|selectattr('compute')|first }}",
    "{{ drawn.values()|selectattr('figure', 'callable') }}", "{{ drawn.values()|list|selectattr('_x') }}",
    "{% set n = '_pi' ~ 'lot' %}{{ c[n] }}", "{{ namespace({'__self__': c, '__name__': 'rows'})('x') }}",
    "{% for x in c.functions %}{{ x.compute }}{% endfor %}", "{{ charts.services.svg }}", "{{ c.class_tables }}",
    "{{ c.rows('../../secret') }}", "{{ c.rows('../pilot') }}", "{{ c.rows('/etc/passwd') }}", "{{ c.rows('a/b') }}",
    "{{ c.version_changes('../..') }}", "{{ formats.number(1, 1000000000) }}",
    "{{ formats.percent(1, decimals=1000000000) }}", "{{ lipsum() }}", "{{ cycler('a') }}",
    "{% include '../../../README.md' %}", "{% include '/etc/passwd' %}", "{% include 'toolkit/../../../README.md' %}",
    "{% include c.recipe.country.code %}", "{% import '../pilot.json' as x %}",
    "{{ c.recipe.update({}) }}", "{{ c.recipe.clear() }}", "{{ c.recipe.pop('country') }}",
    "{{ c.recipe.languages.append('x') }}", "{{ c.rows('units').clear() }}", "{% set c.country = 'X' %}",
    "{{ '{0.__class__}'.format(1) }}", "{{ '{0}'.format_map({}) }}", "{{ 'a'|format(1) }}", "{{ 'a'|xmlattr }}",
    "{{ '<b>'|safe }}", "{{ '<b>'|forceescape }}", "{% autoescape false %}{{ '<b>' }}{% endautoescape %}",
    "{% filter safe %}<b>{% endfilter %}", "{{ ['<b>']|map('safe') }}", "{{ c.country|tojson }}",
    "{% macro f() %}{{ varargs }}{% endmacro %}{{ f(1) }}", "{{ range(*[1]) }}", "{{ t('x', _block_vars=1) }}",
    "{{ dict(a=1) }}", "{{ c.country|pprint }}",
]


@pytest.mark.parametrize("text", REACHING)
def test_nothing_is_reached_but_plain_data(refused, walked, text):
    before = {path: path.stat().st_mtime_ns for path in walked.folder.rglob("*")}
    assert str(walked.folder) not in refused(text)
    assert {path: path.stat().st_mtime_ns for path in walked.folder.rglob("*")} == before


def test_the_recipe_and_the_tables_are_not_changed(small):
    edition = small({SUMMARY: "{% set r = c.recipe %}{% set rows = c.rows('units') %}{{ rows|length }}"})
    recipe, rows = repr(edition.context.recipe), repr(edition.context.rows("units"))
    edition.html()
    assert repr(edition.context.recipe) == recipe and repr(edition.context.rows("units")) == rows


def test_what_templates_can_hold_tells_no_path_as_a_text(small, walked):
    """Texts are made of what macros are given; a declaration that shows its fields shows no path."""
    edition, seen = small({}), set()

    def look(value, depth=0):
        if id(value) in seen or depth > 6:
            return
        seen.add(id(value))
        if dataclasses.is_dataclass(value) and type(value).__module__.startswith("ecr_toolkit.documents"):
            assert str(walked.folder) not in repr(value)
            for field in dataclasses.fields(value):
                look(getattr(value, field.name), depth + 1)
        elif isinstance(value, dict):
            for item in value.values():
                look(item, depth + 1)
        elif isinstance(value, (list, tuple)):
            for item in value:
                look(item, depth + 1)

    for value in (edition.drawn, edition.content.tables, edition.content.charts, edition.content.facts,
                  edition.context.voice, edition.context.recipe):
        look(value)
    assert len(seen) > 1000


# what would not end, or fill the memory


@pytest.fixture
def few(monkeypatch):
    """Limits so small that tests end soon."""
    monkeypatch.setattr("ecr_toolkit.documents.environment.LIMITS", (200_000, 30_000_000, 20.0))


DOUBLED = "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = BODY %}{% endfor %}"
ENDLESS = [
    "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
    "{% for a in range(10000) %}{% for b in range(10000) %}" + "x" * 5000 + "{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(50) }}",
    "{% for a in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
    "{% include 'demarcation_report/summary.html' %}{% include 'demarcation_report/summary.html' %}",
    "{% extends 'demarcation_report/summary.html' %}",
    "{% import 'demarcation_report/summary.html' as x %}",
    DOUBLED.replace("BODY", "n.x ~ n.x"), DOUBLED.replace("BODY", "n.x + n.x"),
    DOUBLED.replace("BODY", "[n.x, n.x]") + "{% if n.x == [1] %}{% endif %}",
    DOUBLED.replace("BODY", "(n.x, n.x)") + "{{ {n.x: 1} }}",
    DOUBLED.replace("BODY", "(n.x, n.x)") + "{{ c.recipe[n.x] }}",
    DOUBLED.replace("BODY", "[n.x, n.x]") + "{{ n.x }}", DOUBLED.replace("BODY", "[n.x, n.x]") + "{{ n.x is eq([]) }}",
    DOUBLED.replace("BODY", "[n.x, n.x]") + "{{ n.x|sort }}",
    DOUBLED.replace("BODY", "[n.x, n.x]") + MACROS + "{{ m.quote(n.x) }}",
    DOUBLED.replace("BODY", "n.x + n.x").replace("'ab'", "[1]"), DOUBLED.replace("BODY", "n.x|replace('a', n.x)"),
    DOUBLED.replace("BODY", "{'a': n.x, 'b': n.x}") + "{{ n.x == {} }}",
    DOUBLED.replace("BODY", "n.x * 2"),
    DOUBLED.replace("BODY", "d(n.x)").replace("{% set n", "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}{% set n", 1),
    "{% set n = namespace() %}{% set n.x %}ab{% endset %}"
    + "{% for i in range(60) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
    "{% set a %}xy{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60,
    "{% set n = namespace(x=3) %}{% for i in range(9000) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{% set n = namespace(x=3) %}{% for i in range(9000) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{{ 'x' * 1000000000 }}", "{{ 1000000000 * 'x' }}", "{{ [1] * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}", "{{ 2 ** 100000000 }}", "{% set a = '<!--' * 2000 %}{{ (a ~ a ~ a ~ a)|striptags }}",
    "{% set f %}" + "a" * 60 + "%d{% endset %}{{ f % {'a': 1} }}",
    "{{ '%1000000000d' % 3 }}", "{% set f %}%999999999d{% endset %}{{ f % 1 }}", "{{ '%(a)999999999s' % {'a': 1} }}",
    "{{ range(100000000)|length }}", "{{ range(100000000)|list }}",
    MACROS + "{{ m.table({'columns': range(10000), 'shown': range(10000), 'caption': '', 'subject': ''}) }}",
    "{% set n = namespace(l=['x' * 10000]) %}{% for i in range(20) %}{% set n.l = n.l + n.l %}{% endfor %}"
    "{{ formats.enumeration(n.l) }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "{{ 1" + " + 1" * 5000 + " }}", "{{ x" + "|upper" * 5000 + " }}",
    "{% if 1 %}" * 150 + "{% endif %}" * 150, "{% for x in [1] %}" * 30 + "{% endfor %}" * 30,
]


@pytest.mark.parametrize("text", ENDLESS, ids=range(len(ENDLESS)))
def test_what_does_not_end_or_grows_is_stopped(few, refused, text):
    error = refused(text)
    assert len(error) < 1000


def test_the_clock_stops_a_rendering():
    meter = Meter((float("inf"), float("inf"), 0.0))
    with pytest.raises(SecurityError, match="too long"):
        for _step in meter.counted(range(10 * bounds._EVERY), 0):
            pass


def test_the_toolkits_own_templates_are_not_limited(report_of):
    environment = make_environment(report_of().messages, report_of().formats, "html", "en")
    assert environment.meter._steps == float("inf")


# what comes out


BAD_RESULTS = [
    "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<script src=\"x.js\"></script>", "<iframe></iframe>",
    "<object></object>", "<embed>", "<form><input></form>", "<link rel=\"stylesheet\" href=\"x.css\">",
    "<base href=\"x\">",
    '<meta http-equiv="refresh" content="0; url=http://x">', '<meta name="referrer" content="x">',
    '<p onclick="x()">a</p>',
    '<p\nonclick="x()">a</p>', '<p/onclick="x()">a</p>', '<p class="a"onclick="x()">a</p>', "<p onclick=x>a</p>",
    "<p class='x'>a</p>", '<img src="http://x/y.png" alt="">', '<img src="//x/y.png" alt="">',
    '<img src="x.png" alt="">',
    '<img src="file:///etc/passwd" alt="">', '<img src="data:image/png;base64,AAAA" alt="">',
    '<img src="data:image/svg+xml,x" alt="">', '<img srcset="x" alt="">', '<a href="javascript:alert(1)">a</a>',
    '<a href="java&#115;cript:alert(1)">a</a>', '<a href=" javascript:alert(1)">a</a>', '<a href="http://x">a</a>',
    '<a href="//x">a</a>', '<a href="file:///x">a</a>', '<a href="data:text/html,x">a</a>', '<a href="x.html">a</a>',
    '<a href="https://x" ping="https://y">a</a>', '<a href="https://x" target="_blank">a</a>', "<!-- x -->",
    "<!--><p>-->",
    "<![CDATA[x]]>", "<?php ?>", "<!DOCTYPE html>", "<style>p { background: url(x) }</style>",
    '<style>@import "x";</style>', "<style>p {}</style >", "<style/>", "<style>" * 9, "<style>/*" * 9 + "</style>",
    "<style>p { background: u\\72l(x) }</style>", "<style>a { content: '/*' } p { b: u\\72l(x) }</style>", "<style>p {",
    '<style class="a">p {}</style>', "<style media=\"x\">p {}</style>", "<svg><style>u&#114;l(x)</style></svg>",
    "<title><style></title><script>1</script></style>", '<p style="background: url(x)">a</p>',
    '<p style="background: u&#114;l(x)">a</p>', '<svg onload="x()"></svg>', '<svg><use href="x"></use></svg>',
    "<svg><foreignObject></foreignObject></svg>", '<svg><image href="x"></image></svg>', "<svg><set></set></svg>",
    '<svg xmlns="http://x"></svg>', "<math></math>", "<template></template>", "<textarea></textarea>", "<plaintext>",
    "< script>", "<{{ 'scr' }}ipt>", "<p", "<audio></audio>", "<video></video>", '<table background="x"></table>',
    '<p title="{{ c.country }}" on{{ "load" }}="x">a</p>',
    '<table><tr><td colspan="1000000000">a</td></tr></table>', '<table><tr><td rowspan="-1">a</td></tr></table>',
    '<table width="99999999"></table>', '<p style="margin-top: 99999999px">a</p>', "<style>p { margin: 1e9px }</style>",
    '<p style="page-break-before: always">a</p>',
]


@pytest.mark.parametrize("text", BAD_RESULTS)
def test_what_may_not_be_in_a_document_is_refused(refused, text):
    assert "may not be in a document" in refused(text)


def test_the_list_of_contents_is_looked_at_too(small):
    with pytest.raises(ToolkitError, match=r"contents_qt\.html"):
        small({"contents_qt.html": '<p><img src="file:///etc/passwd"></p>'}).qt_contents(())


def test_a_document_without_parts_is_one_part(small):
    assert len(small({"base.html": "<html><body><p>a</p></body></html>"}).qt_html()) == 1


@pytest.mark.parametrize("text", ["<p>a", "a</p>", "<p><b>a</p></b>", "<ul><li>a</ul>", "</section>", "<table></td>",
                                  "<p/>", "<title/>", "<div>" * 60 + "</div>" * 60])
def test_tags_are_closed_in_order(refused, text):
    assert "is not opened and closed in order" in refused(text)


def test_what_is_refused_is_named_with_its_line(refused):
    assert f"templates/{SUMMARY} cannot be used, line 2: “<script>”" in refused("<p>a</p>\n<script>1</script>")


@pytest.mark.parametrize("text", [
    '<p class="a" lang="en" dir="ltr" id="b" style="color: red">1 &gt; 0 > -1</p>', '<a href="#summary">a</a>',
    '<a href="https://example.org/a?b=1&amp;c=2">a</a>', '<a href="mailto:a@example.org">a</a>', "<br><br/><hr>",
    "<style>p { color: red; } p > b { margin: 0 }</style>", "<h3>a</h3><ul><li>b</li></ul>", "{{ '<script>' }}",
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect x="0" y="0" width="1" height="1"/></svg>',
])
def test_what_is_harmless_may_be_in_it(summary, text):
    assert summary(text)


def test_hostile_data_stay_text_in_an_overriding_template(walked, report_of):
    pilot = Pilot.open(walked.folder)
    attack = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>"
    pilot.recipe.values["country"]["name"]["en"] = attack
    pilot.recipe.values["disclaimer"] = attack
    template = '<p title="{{ c.country }}">{{ c.country }}</p>'
    edition = replace(report_of(pilot=pilot), overrides=Overrides({SUMMARY: template}))
    html = edition.html()
    assert "<script>" not in html and html.count("&lt;script&gt;") > 3


def test_the_toolkits_own_documents_pass_the_check(small, report_of):
    """The check runs on them too as soon as one template is overridden."""
    for language in ("en", "ur", "zh_CN"):
        edition = replace(report_of(language), overrides=Overrides({SUMMARY: "<p>a</p>"}))
        assert edition.html() and edition.qt_html()


@pytest.mark.parametrize("css", ["a{b:url(x)}", "a{b:URL (x)}", "@import 'x'", "a{b:\\75rl(x)}", "a{b:\\000075 rl(x)}",
                                 "a{b:image-set('x')}", "a{b:expression(x)}", "a{behavior:x}", "</style>"])
def test_styles_fetch_nothing(css):
    assert list(css_faults(css))


# the folder


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "templates" / "demarcation_report").mkdir(parents=True)
    return tmp_path


def put_template(folder, name, text):
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_templates_are_read_and_other_files_left_alone(folder):
    put_template(folder, SUMMARY, "\ufeff<p>ñ</p>")
    put_template(folder, "style.css", "p {}")
    put_template(folder, "README.txt", "x")
    assert read(folder).texts == {SUMMARY: "<p>ñ</p>", "style.css": "p {}"}


def test_without_a_folder_there_are_none(tmp_path):
    assert read(tmp_path).texts == {}


def test_faults_of_files_are_told_at_once(folder):
    put_template(folder, "demarcation_report/sumary.html", "x")
    put_template(folder, "mine.html", "x")
    put_template(folder, "cover.html", "x" * (MOST_BYTES + 1))
    (folder / "templates" / "base.html").write_bytes(b"\xff\xfe\xfa")
    put_template(folder, "document.html", "{% trans %}" + " " * 1000 + "{% endtrans %}")
    (folder / "templates" / "macros.html").mkdir()
    with pytest.raises(InputError) as caught:
        read(folder)
    told = str(caught.value)
    assert len(caught.value.faults) == 6 and all(remedy for _sentence, remedy in caught.value.faults)
    assert "Did you mean “demarcation_report/summary.html”?" in told
    for name in ("mine.html", "cover.html", "base.html", "macros.html", "document.html"):
        assert f"templates/{name}" in told


def test_too_many_files_are_refused(folder):
    for number in range(MOST_FILES + 1):
        put_template(folder, f"{number}.txt", "")
    with pytest.raises(InputError, match="more than"):
        read(folder)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["demarcation_report/summary.html", "demarcation_report", "."])
def test_links_are_refused(tmp_path, name):
    outside = tmp_path / "outside"
    (outside / "demarcation_report").mkdir(parents=True)
    (outside / "demarcation_report" / "summary.html").write_text("secret", encoding="utf-8")
    pilot = tmp_path / "pilot"
    link = pilot / "templates" / name if name != "." else pilot / "templates"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / name if name != "." else outside)
    with pytest.raises(InputError, match="link"):
        read(pilot)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "templates" / "cover.html")
    with pytest.raises(InputError, match=r"cover\.html"):
        read(folder)


# before anything is published


def test_all_templates_are_checked_before_the_walk(folder):
    put_template(folder, SUMMARY, "{% if %}")
    put_template(folder, "cover.html", "{{ 'x'|safe }}")
    put_template(folder, "base.html", "{% if 1 %}" * 150 + "{% endif %}" * 150)
    with pytest.raises(InputError) as caught:
        check_templates(folder)
    assert len(caught.value.faults) == 3


def test_a_template_that_fails_is_told_before_anything_is_drawn_or_published(copied, monkeypatch):
    put_template(copied.folder, SUMMARY, "{% if formats.rtl and qt %}{{ nothing }}{% endif %}")
    wanted = {language: ["demarcation_report"] for language in ("en", "ur")}
    with pytest.raises(ToolkitError, match="'nothing' is undefined"):
        rehearse(copied, wanted, Feedback())
    rehearse(copied, {"en": ["demarcation_report"]}, Feedback())
    assert not (copied.folder / "documents").exists()


def test_without_templates_nothing_is_rehearsed(walked, monkeypatch):
    monkeypatch.setattr("ecr_toolkit.documents.rehearsal.Edition", None)
    rehearse(walked, {"en": ["demarcation_report"]}, Feedback())


def test_the_step_knows_its_templates_and_its_logo(copied):
    before = step.facts_of(copied)
    put_template(copied.folder, SUMMARY, "<p>a</p>")
    changed = step.facts_of(copied)
    assert changed != before and list(changed["templates"]) == [SUMMARY]
    put_template(copied.folder, SUMMARY, "<p>abc</p>")
    assert step.facts_of(copied) != changed
    assert step.files_of(copied) == [copied.folder / "data" / "logo.png"]
    put_template(copied.folder, SUMMARY, "{% if %}")
    with pytest.raises(InputError, match="line 1"):
        step.check(copied)
