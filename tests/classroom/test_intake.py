"""Whatever a platform makes of submissions, each file comes to whom it belongs, and every decision
is told."""

from __future__ import annotations

import json
import os
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from classroom.__main__ import main
from classroom.intake.layouts import submissions
from classroom.intake.numbered import Taken, numbered
from classroom.intake.roster import matched, read_roster
from classroom.intake.take_in import SUBMISSIONS, take_in
from classroom.intake.tree import LARGEST, MOST, entries
from grader.files import LIMIT
from tests.classroom.downloads import laid, zipped

SORT, DRAW = "m05_toposort.py", "m06_visualizer.py"


def found(source: Path) -> tuple[str, dict[str, Taken]]:
    platform, each = submissions(list(entries(source)), source.stem)
    return platform, {one.key: numbered(one.entries) for one in each}


def texts(taken: Taken) -> dict[str, str]:
    return {name: data.decode() for name, data in taken.files.items()}


def test_names_of_any_length_have_a_folder_of_their_own(tmp_path):
    """Or one name would be the end of the whole class's intake."""
    names = ["a" * 300, "a" * 301, "A b", "a-b", "\u00fc" * 150, "deep/" * 300 + "x", "-rf"]
    (tmp_path / "d.zip").write_bytes(zipped({f"{name}/{SORT}": name for name in names}))
    taken = take_in(tmp_path / "d.zip", tmp_path / "class").submissions
    keys = {each.key for each in taken}
    assert len(keys) == len(taken) >= 6
    assert keys == {path.name for path in (tmp_path / "class" / SUBMISSIONS).iterdir()}
    assert all(len(key.encode()) < 120 and not key.startswith(("-", ".")) for key in keys)


def test_a_name_that_is_not_in_utf8_is_read_as_it_was_meant(tmp_path, capsys):
    folder = os.fsencode(tmp_path / "d") + b"/J\xf6rg \x1b[2J"
    os.makedirs(folder)
    (Path(os.fsdecode(folder)) / SORT).write_bytes(b"x")
    laid(tmp_path / "d", {f"Ada/{SORT}": b"y"})
    assert main(["intake", str(tmp_path / "d"), str(tmp_path / "class")]) == 0
    told = json.loads((tmp_path / "class" / "intake.json").read_text(encoding="utf-8"))
    assert [each["name"][:4] for each in told["submissions"]] == ["Ada", "J\u00f6rg"]
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("seed", [0, 18])  # an empty name; a zip of a later version
def test_one_damaged_zip_costs_nobody_else_anything(seed, tmp_path):
    """Bytes are changed, taken out and put in, at random."""
    chosen = random.Random(seed)
    whole = zipped({SORT: "x = 1\n" * 50, "deep.zip": zipped({DRAW: "y"})})
    for _ in range(80):
        data = bytearray(whole)
        for _ in range(chosen.randint(1, 6)):
            place, more = chosen.randrange(len(data)), chosen.randbytes(chosen.randint(0, 8))
            data[place : place + chosen.randint(0, 20)] = more
        (tmp_path / "d.zip").write_bytes(zipped({"ada/kata.zip": bytes(data), f"bob/{SORT}": "ok"}))
        assert texts(found(tmp_path / "d.zip")[1]["bob"]) == {SORT: "ok"}


LAYOUTS = {
    "Canvas, files": (
        {"lovelaceada_12_901_m05_toposort.py": "a", "turingalan_13_902_m06_visualizer.py": "b"},
        "Canvas",
        {"lovelaceada-12": {SORT: "a"}, "turingalan-13": {DRAW: "b"}},
    ),
    "Canvas, zips, late and again": (
        {
            "lovelaceada_LATE_12_901_work-1.zip": zipped({"work/exercises/m05_toposort.py": "a"}),
            "anon_13_902_m06_visualizer-2.py": "newer",
            "anon_13_903_m06_visualizer-1.py": "older",
        },
        "Canvas",
        {"lovelaceada-12": {SORT: "a"}, "anon-13": {DRAW: "newer"}},
    ),
    "Moodle": (
        {
            "Ada Lovelace_12_assignsubmission_file/m05_toposort.py": "a",
            "Jörg Müller_13_assignsubmission_file_/x/m06_visualizer.py": "b",
            "José_14_assignsubmission_onlinetext/onlinetext.html": "hello",
        },
        "Moodle",
        {"ada-lovelace-12": {SORT: "a"}, "jörg-müller-13": {DRAW: "b"}, "josé-14": {}},
    ),
    "Gradescope": (
        {
            "assignment_1_export/submission_12/m05_toposort.py": "a",
            "assignment_1_export/submission_13/exercises/m06_visualizer.py": "b",
            "assignment_1_export/submission_metadata.yml": "---",
        },
        "Gradescope",
        {"submission_12": {SORT: "a"}, "submission_13": {DRAW: "b"}},
    ),
    "a git host": (
        {
            "kata-ada/exercises/m05_toposort.py": "a",
            "kata-ada/README.md": "",
            "kata-ada/.git/config": "",
            "kata-alan/exercises/m06_visualizer.py": "b",
        },
        "folders",
        {"kata-ada": {SORT: "a"}, "kata-alan": {DRAW: "b"}},
    ),
    "folders and zips, in any script": (
        {
            "Σοφία/m05_toposort.py": "a",
            "李 明.zip": zipped({"Assignment 3 final/exercises/m06_visualizer.py": "b"}),
            "deep.zip": zipped({"in.zip": zipped({"a/b/c/m05_toposort (2).py": "c"})}),
        },
        "folders",
        {"σοφία": {SORT: "a"}, "李-明": {DRAW: "b"}, "deep": {SORT: "c"}},
    ),
    "one person": (
        {"m05_toposort.py": "a", "given/x.py": ""},
        "folders",
        {"download": {SORT: "a"}},
    ),
    "one person's folder": (
        {"Assignment 3 final/exercises/m05_toposort.py": "a"},
        "folders",
        {"assignment-3-final": {SORT: "a"}},
    ),
    "a class in a folder": (
        {"Spring/hw/ada/m05_toposort.py": "a", "Spring/hw/alan/m05_toposort.py": "b"},
        "folders",
        {"ada": {SORT: "a"}, "alan": {SORT: "b"}},
    ),
}


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize(("tree", "platform", "wanted"), LAYOUTS.values(), ids=LAYOUTS)
def test_files_come_to_whom_they_belong(tmp_path, kind, tree, platform, wanted):
    source = laid(tmp_path / "download", tree)
    if kind == "zip":
        source = tmp_path / "download.zip"
        source.write_bytes(zipped(tree))
    told, taken = found(source)
    assert told == platform
    assert {key: texts(one) for key, one in taken.items()} == wanted


CHOICES = {
    "the folder that has most": (
        {"old/m05_toposort.py": "x", "new/m05_toposort.py": "a", "new/m06_visualizer.py": "b"},
        {SORT: "a", DRAW: "b"},
        ("taken from new: 2 files", "old has 1 file, too: not taken"),
    ),
    "a file that the other folder alone has": (
        {"a/m05_toposort.py": "a", "a/m06_visualizer.py": "b", "b/m07_chain_rule.py": "c"},
        {SORT: "a", DRAW: "b"},
        (
            "taken from a: 2 files",
            "b has 1 file, too: not taken, among them m07_chain_rule.py, which is not in a",
        ),
    ),
    "the latest attempt": (
        {"m05_toposort.py": "1", "m05_toposort (1).py": "2", "Copy of m05_toposort (9).py": "0"},
        {SORT: "2"},
        (
            "m05_toposort.py stands for m05_toposort.py, too: not taken",
            "Copy of m05_toposort (9).py stands for m05_toposort.py, too: not taken",
            "m05_toposort (1).py is taken as m05_toposort.py",
        ),
    ),
    "a file of the library's": (
        {"training.py": "theirs", "m20_training.py": "mine", "given/nn/attention.py": "theirs"},
        {"m20_training.py": "mine"},
        ("training.py stands for m20_training.py, too: not taken",),
    ),
    "a notebook": (
        {"work.ipynb": "{}"},
        {},
        ("no numbered file in 1 file; work.ipynb is a notebook: hand in the numbered .py files",),
    ),
    "an archive of another kind": (
        {"work.tar.gz": "", "x.txt": ""},
        {},
        (
            "no numbered file in 2 files; work.tar.gz is an archive that is not a zip: "
            "unpack it, or hand in a zip",
        ),
    ),
    "something else": ({"a.txt": ""}, {}, ("no numbered file in 1 file, the first is a.txt",)),
    "nothing": ({".DS_Store": ""}, {}, ("nothing was handed in",)),
}


@pytest.mark.parametrize(("tree", "files", "decisions"), CHOICES.values(), ids=CHOICES)
def test_what_is_taken_is_told_and_why(tmp_path, tree, files, decisions):
    taken = numbered(list(entries(laid(tmp_path, tree))))
    assert (texts(taken), taken.decisions) == (files, decisions)


def test_of_a_students_repository_the_exercises_are_taken(tmp_path):
    """Also where one is missing: the handout's own library has a stub for each."""
    tree = {
        f"{who}/{name}": text
        for who in ("ada", "bob")
        for name, text in {
            f"exercises/{SORT}": who,
            f"handout/library/{SORT}": "stub",
            f"handout/library/{DRAW}": "stub",
            ".git/HEAD": "ref",
            "noxfile.py": "given",
        }.items()
    }
    _, taken = found(laid(tmp_path / "clones", tree))
    assert {key: texts(each) for key, each in taken.items()} == {
        "ada": {SORT: "ada"},
        "bob": {SORT: "bob"},
    }


def test_what_is_not_an_ordinary_file_is_refused_and_told(tmp_path):
    laid(tmp_path, {"m06_visualizer.py": "x" * (LIMIT + 1), "m08_backward.py": "fine"})
    (tmp_path / SORT).symlink_to("/etc/passwd")
    (tmp_path / "elsewhere").symlink_to("/etc")
    os.mkfifo(tmp_path / "m07_chain_rule.py")
    taken = numbered(list(entries(tmp_path)))
    assert texts(taken) == {"m08_backward.py": "fine"}
    assert set(taken.decisions) == {
        "elsewhere is a symbolic link: not taken",
        "m05_toposort.py is a symbolic link: not taken",
        "m07_chain_rule.py is not an ordinary file: not taken",
        "m06_visualizer.py is larger than 1 MiB: not taken",
    }


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def test_a_zip_writes_and_reads_nothing_beside_itself(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(entry(SORT, stat.S_IFLNK | 0o777), "/etc/passwd")
        archive.writestr("../m06_visualizer.py", "x")
        archive.writestr("/m07_chain_rule.py", "x")
        archive.writestr("C:\\m08_backward.py", "x")
        archive.writestr("m09_autograd_mechanics.py", b"\0" * (LIMIT + 1))
        archive.writestr("m10_shapes.py", "fine")
    taken = numbered(list(entries(tmp_path / "z.zip")))
    assert texts(taken) == {"m10_shapes.py": "fine"}
    assert [each.partition(" ")[2] for each in taken.decisions] == [
        "is a symbolic link: not taken",
        *3 * ["would lie outside of its folder: not taken"],
        "is larger than 1 MiB: not taken",
    ]


MUCH = "is a zip of more than 32 MiB"
BOMBS = {
    "damaged": (lambda: b"PK\3\4 and no more", "is damaged"),
    "many files": (lambda: zipped(dict.fromkeys(map(str, range(MOST + 1)), "")), MUCH),
    "large": (lambda: zipped({"a": bytes(LARGEST + 1)}), ""),  # what it holds is never asked for
    "a zip that is large": (lambda: zipped({"in.zip": bytes(LARGEST + 1)}), MUCH),
}


@pytest.mark.parametrize(("made", "said"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_its_own_submission(tmp_path, made, said):
    laid(tmp_path, {"bad/work.zip": made(), "good/m05_toposort.py": "a"})
    _, taken = found(tmp_path)
    assert texts(taken["good"]) == {SORT: "a"}
    assert taken["bad"].files == {}
    assert said in " ".join(taken["bad"].decisions)


def test_zips_in_zips_come_to_an_end(tmp_path):
    data: str | bytes = "a"
    for depth in range(6):
        data = zipped({"in.zip" if depth else SORT: data})
    (tmp_path / "out.zip").write_bytes(data)
    (one,) = found(tmp_path)[1].values()
    assert one.decisions[0].endswith("lies in zips more than 4 deep: not taken")


def test_an_encrypted_file_is_told(tmp_path):
    data = bytearray(zipped({SORT: "a"}))
    for at in (data.index(b"PK\3\4") + 6, data.index(b"PK\1\2") + 8):
        (flags,) = struct.unpack_from("<H", data, at)
        struct.pack_into("<H", data, at, flags | 1)
    (tmp_path / "z.zip").write_bytes(data)
    assert (
        numbered(list(entries(tmp_path / "z.zip"))).decisions[0]
        == f"{SORT} is encrypted: not taken"
    )


ROSTERS = {
    "Canvas": 'Student,ID,SIS Login ID\n    Points Possible,,\n"Lovelace, Ada",12,ada\n',
    "Moodle": "Identifier,Full name,Email address\nParticipant 12,Ada Lovelace,al@x.org\n",
    "by hand": "First name;Last name;E-mail\nAda;Lovelace;ada@x.org\n",
    "Classroom": "username,first_name,last_name,github_id\nada,Ada,Lovelace,77\n",
}


@pytest.mark.parametrize("kind", ROSTERS)
@pytest.mark.parametrize("name", ["lovelaceada", "Ada Lovelace", "ADA  lovelace", "Lovelace-Àda"])
def test_a_roster_knows_a_name_in_any_spelling(tmp_path, kind, name):
    (tmp_path / "roster.csv").write_text(ROSTERS[kind], "utf-8-sig")
    students = read_roster(tmp_path / "roster.csv")
    _, (one,) = submissions(list(entries(laid(tmp_path / "d", {f"{name}/{SORT}": ""}))), "d")
    whose, unknown = matched([one], students)
    assert {key: student.name for key, student in whose.items()} == {one.key: "Ada Lovelace"}
    assert unknown == {}


def test_who_may_be_two_is_nobody(tmp_path):
    (tmp_path / "roster.csv").write_text(
        "Name,ID\nAda Lovelace,1\nLovelace Ada,2\nGrace Hopper,3\n"
    )
    students = read_roster(tmp_path / "roster.csv")
    tree = {f"adalovelace_9_1_{SORT}": "", f"x_2_1_{SORT}": "", f"hopper_8_1_{SORT}": ""}
    _, found = submissions(list(entries(laid(tmp_path / "d", tree))), "d")
    whose, unknown = matched(found, students)
    assert {key: student.name for key, student in whose.items()} == {"x-2": "Lovelace Ada"}
    assert unknown == {
        "adalovelace-9": "adalovelace may be any of 2 in the roster",
        "hopper-8": "hopper is not in the roster",
    }


def test_nothing_is_lost_when_a_download_is_taken_in_again(tmp_path):
    for text in ("first", "first", "second"):
        take_in(laid(tmp_path / "d", {f"ada/{SORT}": text}), tmp_path / "class")
    assert (tmp_path / "class" / SUBMISSIONS / "ada" / SORT).read_text() == "second"
    (earlier,) = (tmp_path / "class" / "earlier").iterdir()
    assert (earlier / SORT).read_text() == "first"


def test_the_command_tells_of_each_submission(tmp_path, capsys):
    laid(tmp_path / "d", {f"ada/{SORT}": "", "alan/notes.txt": ""})
    (tmp_path / "roster.csv").write_text("Name\nAda\nAlan\nGrace\n")
    arguments = [str(tmp_path / "d"), str(tmp_path / "class"), "--roster"]
    assert main(["intake", *arguments, str(tmp_path / "roster.csv")]) == 0
    said = capsys.readouterr().out
    assert "alan: no numbered file in 1 file, the first is notes.txt" in said
    assert "handed in nothing: Grace" in said
    report = json.loads((tmp_path / "class" / "intake.json").read_text())
    assert [(each["key"], each["files"]) for each in report["submissions"]] == [
        ("ada", [SORT]),
        ("alan", []),
    ]
    assert report["missing"] == ["Grace"]


@pytest.mark.parametrize("which", ["download", "roster"])
def test_what_is_not_there_is_told_in_a_line(tmp_path, capsys, which):
    (tmp_path / "d").mkdir()
    (tmp_path / "no-names.csv").write_text("a,b\n1,2\n")
    download = str(tmp_path / "d") if which == "roster" else str(tmp_path / "none.zip")
    roster = ["--roster", str(tmp_path / "no-names.csv")] if which == "roster" else []
    with pytest.raises(SystemExit) as ended:
        main(["intake", download, str(tmp_path / "class"), *roster])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
