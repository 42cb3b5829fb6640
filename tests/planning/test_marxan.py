"""Marxan's files: what is written is read back to the last digit, files of other programs are read, faults are told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.marxan import MarxanProject, read_marxan, write_marxan, write_solution
from ecr_toolkit.planning.selection.amounts import Amounts
from ecr_toolkit.planning.selection.border import Boundary
from ecr_toolkit.planning.selection.problem import Problem
from ecr_toolkit.planning.selection.score import marxan_penalties, marxan_score
from ecr_toolkit.planning.selection.solve import solve


def project_of(table, cost, targets, names, status, boundary=None, blm=0.0, places=None):
    """A project of layers of amounts, with ids that are neither in order nor without gaps."""
    table, status = np.asarray(table, float), np.asarray(status)
    problem = Problem(Amounts.from_layers(table), cost, targets, locked_in=status == 2, locked_out=status == 3,
                      boundary=boundary, penalty=blm)
    return MarxanProject(problem, np.array([7 * (i + 1) % 101 for i in range(table.shape[1])]),
                         np.array([50 - j for j in range(len(table))]), tuple(names),
                         np.linspace(0.1, 3, len(table)), status == 1, places)


def assert_same(one, other):
    first, second = one.problem, other.problem
    for name in ("cost", "targets", "locked_in", "locked_out"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    for name in ("starts", "features", "values"):
        np.testing.assert_array_equal(getattr(first.amounts, name), getattr(second.amounts, name))
    assert (first.boundary is None) == (second.boundary is None) and first.penalty == second.penalty
    if first.boundary is not None:
        for name in ("first", "second", "shared", "exposed"):
            np.testing.assert_array_equal(getattr(first.boundary, name), getattr(second.boundary, name))
    for name in ("unit_ids", "feature_ids", "spf", "initial"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.names == other.names
    assert (one.places is None) == (other.places is None)
    if one.places is not None:
        np.testing.assert_array_equal(one.places, other.places)


amounts = st.floats(0, 1e12, allow_subnormal=False)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=8).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_written_is_read_to_the_last_digit(tmp_path_factory, data):
    units, features = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 3))
    numbers = st.lists(amounts, min_size=units, max_size=units)
    names = [name or "x" for name in data.draw(st.lists(texts, min_size=features, max_size=features))]
    boundary = None
    if data.draw(st.booleans()) and units > 1:
        shared = data.draw(st.lists(st.floats(0.001, 1e6), min_size=units - 1, max_size=units - 1))
        boundary = Boundary(np.arange(units - 1), np.arange(1, units), np.array(shared), np.array(data.draw(numbers)))
    places = np.array([data.draw(numbers), data.draw(numbers)]).T if data.draw(st.booleans()) else None
    project = project_of([data.draw(numbers) for _feature in range(features)], data.draw(numbers),
                         data.draw(st.lists(amounts, min_size=features, max_size=features)), names,
                         data.draw(st.lists(st.integers(0, 3), min_size=units, max_size=units)), boundary,
                         0.0 if boundary is None else data.draw(st.floats(0, 10)), places)
    folder = tmp_path_factory.mktemp("marxan")
    write_marxan(folder, project)
    assert_same(project, read_marxan(folder))


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "'=x", "''@", "'quoted", 'a "b", c', "湿地", "a;b\tc"])
def test_names_that_look_like_formulas_come_back_as_they_were(name, tmp_path):
    write_marxan(tmp_path, project_of([[1.0]], [1.0], [1.0], [name], [0]))
    assert read_marxan(tmp_path).names == (name,)
    cell = (tmp_path / "input" / "spec.dat").read_text(encoding="utf-8").splitlines()[1].split(",", 3)[3]
    assert cell.lstrip('"')[0] not in "=+-@"


def cluz_folder(folder):
    """As CLUZ leaves it: tabs in pu and bound, capitals, quoted names, a byte order mark, Windows line ends."""
    inner = folder / "input"
    inner.mkdir()
    (folder / "input.dat").write_bytes(b"Input file for Annealing program.\r\n\r\nBLM 0.5\r\nNUMREPS 10\r\n"
                                       b"INPUTDIR input\r\nPUNAME pu.dat\r\nSPECNAME spec.dat\r\n"
                                       b"PUVSPRNAME puvspr2.dat\r\nBOUNDNAME bound.dat\r\n")
    (inner / "pu.dat").write_bytes(b"id\tcost\tstatus\r\n4\t1.0\t0\r\n2\t2.0\t1\r\n9\t2.0\t2\r\n5\t4.0\t3\r\n")
    (inner / "spec.dat").write_bytes(b'\xef\xbb\xbf"Name","ID","Target","SPF","Type","target2"\r\n'
                                     b'"Forest, wet",2,3,10,1,0\r\n"Marsh",1,3,1,1,0\r\n')
    (inner / "puvspr2.dat").write_bytes(b"species,pu,amount\r\n2,4,1\r\n2,9,2\r\n2,5,3\r\n1,2,3\r\n1,9,1\r\n1,5,2\r\n")
    (inner / "bound.dat").write_bytes(b"id1\tid2\tboundary\r\n2\t4\t1.5\r\n9\t2\t1\r\n5\t5\t2\r\n")
    return folder


def test_a_folder_of_cluz(tmp_path):
    project = read_marxan(cluz_folder(tmp_path))
    problem = project.problem
    assert project.unit_ids.tolist() == [4, 2, 9, 5] and project.feature_ids.tolist() == [2, 1]
    assert project.names == ("Forest, wet", "Marsh") and project.spf.tolist() == [10, 1]
    assert problem.cost.tolist() == [1, 2, 2, 4] and problem.targets.tolist() == [3, 3] and problem.penalty == 0.5
    assert problem.locked_in.tolist() == [False, False, True, False] and problem.locked_out.tolist()[3]
    assert project.initial.tolist() == [False, True, False, False]
    np.testing.assert_array_equal(problem.amounts.matrix().toarray(), [[1, 0, 2, 3], [0, 3, 1, 2]])
    assert sorted(zip(problem.boundary.first.tolist(), problem.boundary.second.tolist(),
                      problem.boundary.shared.tolist())) == [(0, 1, 1.5), (1, 2, 1.0)]
    assert problem.boundary.exposed.tolist() == [0, 0, 0, 2]
    assert len(project.notes) == 1 and "type, target2" in project.notes[0]
    assert solve(problem, Feedback()).selected.tolist() == [True, True, True, False]


@pytest.mark.parametrize("between", [",", "\t", ";", "  "])
def test_any_delimiter_and_no_input_dat(tmp_path, between):
    def write(name, *rows):
        (tmp_path / name).write_text("\n".join(between.join(row.split()) for row in rows) + "\n\n", encoding="utf-8")

    write("pu.dat", "ID COST STATUS XLOC YLOC", "1 1.5 0 10 20", "2 2e0 0 11 -20")
    write("spec.dat", "spf prop id", "1 0.5 3")
    write("puvsp.dat", "pu amount species", "1 1 3", "2 5 3", "2 2 3")
    project = read_marxan(tmp_path)
    assert project.problem.targets.tolist() == [4.0] and project.problem.boundary is None
    assert project.places.tolist() == [[10, 20], [11, -20]] and project.names == ("3",)
    assert project.problem.amounts.values.tolist() == [1, 7]  # the same pair twice is added


def told(folder):
    with pytest.raises(InputError) as raised:
        read_marxan(folder)
    return [sentence for sentence, _remedy in raised.value.faults]


def test_faults_of_all_files_are_told_with_their_lines(tmp_path):
    inner = cluz_folder(tmp_path) / "input"
    (inner / "pu.dat").write_text("id,cost,status\n4,1,0\n4,-2,0\n9,2,7\n5.5,4,3\n", encoding="utf-8")
    (inner / "puvspr2.dat").write_text("species,pu,amount\n2,4,-1\n8,9,2\n", encoding="utf-8")
    (inner / "bound.dat").write_text("id1,id2,boundary\n4,77,1\n", encoding="utf-8")
    found = told(tmp_path)
    for begins in ("pu.dat, line 3: the id", "pu.dat, line 3: the cost", "pu.dat, line 4: the status",
                   "pu.dat, line 5: the id", "puvspr2.dat, line 2: the amount", "puvspr2.dat, line 3: the species",
                   "bound.dat, line 2: the id2"):
        assert any(sentence.startswith(begins) for sentence in found), (begins, found)


def test_cells_that_are_no_numbers_and_missing_columns_are_told(tmp_path):
    inner = cluz_folder(tmp_path) / "input"
    (inner / "pu.dat").write_text("id,cost\n1,abc\n2\n3,nan\n4,1_0\n", encoding="utf-8")
    (inner / "spec.dat").write_text("number,target\n1,1\n", encoding="utf-8")
    (inner / "puvspr2.dat").unlink()
    found = told(tmp_path)
    assert [f"pu.dat, line {line}: the column cost holds no number." in found for line in (2, 3, 4, 5)] == [True] * 4
    assert any("spec.dat" in text and "id" in text for text in found)
    assert any("puvspr2.dat" in text for text in found)


def test_of_many_faults_only_the_first_are_told(tmp_path):
    inner = cluz_folder(tmp_path) / "input"
    (inner / "puvspr2.dat").write_text("species,pu,amount\n" + "2,4,x\n" * 100, encoding="utf-8")
    found = told(tmp_path)
    assert len(found) == 9 and "92 more" in found[-1]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b"\xff\xfe\x00\x01", b"id,cost\n\x001,2\n"])
def test_broken_files_are_input_errors(tmp_path, content):
    (cluz_folder(tmp_path) / "input" / "pu.dat").write_bytes(content)
    assert any("pu.dat" in text for text in told(tmp_path))


@pytest.mark.parametrize("line", ["INPUTDIR ../elsewhere", "PUNAME ../../secret.dat", "PUNAME /etc/passwd",
                                  "INPUTDIR C:\\data", "SPECNAME ..\\..\\spec.dat"])
def test_no_path_leads_out_of_the_folder(tmp_path, line):
    (tmp_path / "project").mkdir()
    folder = cluz_folder(tmp_path / "project")
    (tmp_path / "elsewhere").mkdir()
    with (folder / "input.dat").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert any("outside" in text for text in told(folder))


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "project").mkdir()
    folder = cluz_folder(tmp_path / "project")
    (tmp_path / "other.dat").write_text("id,cost\n1,1\n", encoding="utf-8")
    (folder / "input" / "pu.dat").unlink()
    (folder / "input" / "pu.dat").symlink_to(tmp_path / "other.dat")
    assert any("outside" in text for text in told(folder))


def test_borders_of_an_earlier_project_do_not_stay(tmp_path):
    row = Boundary(np.array([0]), np.array([1]), np.array([5.0]), np.array([1.0, 2.0]))
    write_marxan(tmp_path, project_of([[1.0, 2.0]], [1.0, 1.0], [1.0], ["a"], [0, 0], row, 1.0))
    write_marxan(tmp_path, project_of([[1.0, 2.0]], [1.0, 1.0], [1.0], ["a"], [0, 0]))
    assert read_marxan(tmp_path).problem.boundary is None


def test_a_solution_is_written_in_the_order_of_the_units(tmp_path):
    write_solution(tmp_path / "best.csv", np.array([4, 2, 9, 5]), np.array([True, False, True, False]))
    assert (tmp_path / "best.csv").read_text().splitlines() == ["planning_unit,solution", "4,1", "2,0", "9,1", "5,0"]


def test_score_by_hand():
    """Units 1 and 2 cost 3. Feature A has 1 of 3, two thirds are missing; alone it costs 3, units 1 and 3 with the most
    of it for their cost. So 10 · 3 · 2/3 = 20. B is met."""
    problem = Problem(Amounts.from_layers([[1, 0, 2, 3], [0, 3, 1, 2]]), [1, 2, 2, 4], [3, 3],
                      boundary=Boundary(np.array([0]), np.array([1]), np.array([5.0]), np.array([1.0, 2, 0, 0])))
    selected = np.array([True, True, False, False])
    assert marxan_penalties(problem).tolist() == [3, 2]
    assert marxan_score(problem, selected, 0.0, np.array([10, 10])) == pytest.approx(3 + 20)
    assert marxan_score(problem, selected, 2.0, np.array([10, 10])) == pytest.approx(3 + 20 + 2 * 3)
    assert marxan_score(problem, selected, 0.0, np.array([1, 1]), np.array([9, 9])) == pytest.approx(3 + 6)
