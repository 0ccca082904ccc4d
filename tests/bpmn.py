#!/usr/bin/env python3
"""Runs the courses of the catalogue with a workflow engine of others: SpiffWorkflow.

    python3 tests/bpmn.py MINHBACH CATALOGUE

MINHBACH is the binary, CATALOGUE the folder of the shipped catalogue. Every kind of case is exported as BPMN 2.0; the
engine must read it, offer at every step just the moves that the catalogue allows there, and come to an end where
the catalogue says so. Exit 0 when all is so, 1 when not.
"""

import random
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

MINHBACH, CATALOGUE = sys.argv[1], Path(sys.argv[2])
# Cases lived through for each kind, and the most acts of each.
CASES, ACTS = 25, 40
wrong = []


def check(holds, what):
    if not holds and what not in wrong:
        wrong.append(what)


def moves(kind, step):
    """The moves that the catalogue allows at a step; those that open a case at none."""
    return [m for m in kind["move"] if (step in m.get("from", []) if step else not m.get("from"))]


def ready(workflow):
    return [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]


def live(kind, spec, made, dice):
    """One case, from the beginning to an end; moves that no case has made yet are preferred. Adds those it makes."""
    workflow = BpmnWorkflow(spec)
    tasks, step = workflow.get_tasks(state=TaskState.READY), None
    for _ in range(ACTS):
        allowed = moves(kind, step)
        chosen = dice.choice([m for m in allowed if m["code"] not in made] or allowed)
        # What the last task left is what the choice looks at.
        for task in tasks:
            task.data["move"] = chosen["code"]
            task.run()
        workflow.do_engine_steps()
        tasks = ready(workflow)
        names = [task.task_spec.bpmn_id for task in tasks]
        check(names == [f"Move_{chosen['code']}"], f"{kind['code']}: {chosen['code']} at {step} makes {names} ready")
        if len(tasks) != 1:
            return
        made.add(chosen["code"])
        step = chosen["to"]
        if not moves(kind, step):
            tasks[0].run()
            workflow.do_engine_steps()
            check(workflow.is_completed(), f"{kind['code']}: not over at {step}")
            return


def run(kind, path, dice):
    parser = BpmnParser()
    parser.add_bpmn_file(str(path))
    spec = parser.get_spec(f"Process_{kind['code']}")
    tasks = {s.bpmn_id for s in spec.task_specs.values() if s.manual}
    check(tasks == {f"Move_{m['code']}" for m in kind["move"]}, f"{kind['code']}: its tasks are {sorted(tasks)}")
    made = set()
    for _ in range(CASES):
        live(kind, spec, made, dice)
    missing = {m["code"] for m in kind["move"]} - made
    check(not missing, f"{kind['code']}: no case could make {sorted(missing)}")
    return len(made)


def main():
    dice, acts = random.Random(1), 0
    kinds = [tomllib.loads(path.read_text()) for path in sorted((CATALOGUE / "types").glob("*.toml"))]
    with tempfile.TemporaryDirectory() as folder:
        words = [MINHBACH, "export", "bpmn", "--catalogue", str(CATALOGUE), "--into", folder]
        subprocess.run(words, capture_output=True, check=True)
        for kind in kinds:
            acts += run(kind, Path(folder) / f"{kind['code']}.bpmn", dice)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"bpmn: {len(kinds)} courses, {acts} moves made, {len(wrong)} problems")
    return 1 if wrong else 0


sys.exit(main())
