"""``python -m tests.torture [--kills 50] [--seed 1]``: exit code 0 when every promise held."""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from tests import scratch
from tests.torture.consents import Consents, consents
from tests.torture.instance import Broken, TortureInstance
from tests.torture.live_keys import LiveKeys, live_keys
from tests.torture.many_jobs import do_jobs
from tests.torture.trials import BackUp, Reseal, Restore, Trial

_MOST_MISSES = 10


def main() -> int:
    options = _options()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="keydesk-torture-") as folder:
        try:
            _torture(Path(folder), options)
        except Broken as error:
            _say(f"Broken, with seed {options.seed}: {error}")
            return 1
    _say(f"Nothing lost, nothing unreadable; {time.monotonic() - started:.0f} seconds.")
    return 0


def _torture(folder: Path, options: Namespace) -> None:
    instance = TortureInstance.open(
        folder, seed=options.seed, accounts=options.accounts, secrets=options.secrets
    )
    try:
        _torture_instance(instance, folder, options)
    finally:
        scratch.drop(instance.scratch)


def _torture_instance(instance: TortureInstance, folder: Path, options: Namespace) -> None:
    late: Counter[str] = Counter()
    _torture_commands(instance, folder, options.kills, late)
    _torture_consents(instance, options.consents, late)
    _torture_live_keys(instance, options.live, late)
    _torture_jobs(instance, folder, options.jobs)
    state = instance.look()
    kills = options.kills + options.consents + options.live
    _say(f"{kills} kills; runs that were done before their moment came: {late.total()}")
    _say(f"{state.secrets} secrets at the end, all open, the log intact")


def _torture_commands(
    instance: TortureInstance, folder: Path, kills: int, late: Counter[str]
) -> None:
    trials: list[Trial] = [Reseal(instance), BackUp(instance, folder), Restore(instance, folder)]
    with instance.traffic(people=2):
        for trial in trials if kills > len(trials) else ():
            trial.measure()
        for number in range(kills):
            trial = trials[number % len(trials)]
            name = type(trial).__name__
            late[name] += _run_until_killed(trial)
            _say(f"{_engine(instance)}: kill {number + 1} of {kills}, {name}: sound")


def _torture_consents(instance: TortureInstance, flows: int, late: Counter[str]) -> None:
    with consents(instance) as asking:
        for number in range(flows):
            late["Consents"] += _run_until_killed(asking)
            counted = f"kill {number + 1} of {flows} between request and validation"
            _say(f"{_engine(instance)}: {counted}, {asking.left}: sound")


def _torture_live_keys(instance: TortureInstance, kills: int, late: Counter[str]) -> None:
    if not kills:
        return
    with live_keys(instance) as worked_on:
        for number in range(kills):
            late["LiveKeys"] += _run_until_killed(worked_on)
            victim, act = worked_on.last
            counted = f"kill {number + 1} of {kills} beside live keys"
            _say(f"{_engine(instance)}: {counted}, {victim} at {act}: sound")
        worked_on.finish()
        _say(f"{_engine(instance)}: {worked_on.rotating.ended} rotations went to their end")


def _torture_jobs(instance: TortureInstance, folder: Path, jobs: int) -> None:
    if jobs:
        done = do_jobs(instance, folder, jobs)
        _say(
            f"{_engine(instance)}: two workers, {done.accounts} accounts, {done.jobs} jobs: "
            f"none lost, none doubled; {done.seconds:.0f} seconds"
        )


def _run_until_killed(trial: Trial | Consents | LiveKeys) -> int:
    """How many runs were done before their moment came; each of them was held to the same."""
    for misses in range(_MOST_MISSES):
        if trial.run():
            return misses
    raise Broken(f"{type(trial).__name__} is always done before it is killed")


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--consents", type=int, default=30)
    parser.add_argument("--live", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--accounts", type=int, default=100)
    parser.add_argument("--secrets", type=int, default=300)
    return parser.parse_args()


def _engine(instance: TortureInstance) -> str:
    return instance.scratch.url.partition(":")[0]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
