"""The record as JUnit XML, which every CI system draws: one test suite per milestone."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ..judging.explain import explain
from ..judging.passages import GRADERS_FAULT
from ..judging.wording import one_line, visible
from ..record import MilestoneResult, Record, TestResult
from .facts import Fact, faults_beside_tests
from .words import name, outcome

TAGS = {
    "wrong": "failure",
    "error": "error",
    "timeout": "error",
    "crashed": "error",
    "broken": "error",
    "not_started": "skipped",
    "not_run": "error",
}
COUNTS = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def junit(record: Record) -> str:
    """The record as an XML document. Characters that XML forbids come out as escapes."""
    suites = [_suite(m) for m in record.milestones]
    if faults := faults_beside_tests(record):
        suites.append(_graders_suite(faults))
    root = ET.Element("testsuites", name=one_line(record.target), time=f"{record.seconds:.3f}")
    for key in ("tests", *COUNTS.values()):
        root.set(key, str(sum(int(suite.get(key, 0)) for suite in suites)))
    root.extend(suites)
    if record.graded_at:
        for suite in suites:
            suite.set("timestamp", record.graded_at)
    ET.indent(root)
    declaration = '<?xml version="1.0" encoding="utf-8"?>\n'
    return declaration + ET.tostring(root, encoding="unicode") + "\n"


def _suite(milestone: MilestoneResult) -> ET.Element:
    suite = ET.Element("testsuite", name=name(milestone), time=f"{milestone.seconds:.3f}")
    suite.set("tests", str(milestone.total))
    for tag, key in COUNTS.items():
        suite.set(key, str(sum(TAGS.get(t.outcome) == tag for t in milestone.tests)))
    suite.extend(_case(milestone, test) for test in milestone.tests)
    if milestone.diagnosis:
        ET.SubElement(suite, "system-out").text = visible(milestone.diagnosis.whole)
    return suite


def _graders_suite(faults: Sequence[Fact]) -> ET.Element:
    """What broke in the grader, and no milestone's test shows."""
    count = str(len(faults))
    suite = ET.Element("testsuite", name="the grader", time="0.000", tests=count, errors=count)
    for fact in faults:
        case = ET.SubElement(suite, "testcase", classname="grader", name=fact.says, time="0.000")
        error = ET.SubElement(case, "error", type="broken", message=GRADERS_FAULT)
        error.text = "\n".join(fact.listed())
    return suite


def _case(milestone: MilestoneResult, test: TestResult) -> ET.Element:
    case = ET.Element("testcase", classname=f"{milestone.id}_{milestone.slug}")
    case.set("name", one_line(test.title or test.name))
    case.set("time", f"{test.seconds:.3f}")
    if test.outcome in TAGS:
        problem = ET.SubElement(case, TAGS[test.outcome], type=test.outcome)
        problem.set("message", _says(milestone, test))
        problem.text = explain(test.failure) if test.failure else ""
    return case


def _says(milestone: MilestoneResult, test: TestResult) -> str:
    if test.outcome == "broken":
        return GRADERS_FAULT
    is_missing = milestone.state == "missing" and test.outcome == "not_started"
    return "the file is missing" if is_missing else outcome(test)
