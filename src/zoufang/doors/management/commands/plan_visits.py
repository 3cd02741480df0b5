"""`zoufang plan_visits --instance IN.json --out OUT.json [--seconds S] [--keep PLAN.json] [--seed N] [--json]`: the engine alone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.routing.district import plan, replan
from zoufang.engines.routing.instance import Instance
from zoufang.engines.routing.planning import Outcome, has_solver
from zoufang.engines.routing.reading import instance_of, plan_of, written
from zoufang.engines.routing.reasons import in_words, say_session
from zoufang.engines.routing.replanning import Change, changes_between, say_minute
from zoufang.engines.routing.wishing import prices_of, wished

SECONDS_A_CLASS, SECONDS_A_SCHOOL, SECONDS_A_DISTRICT = 10.0, 60.0, 120.0


class Command(BaseCommand):
    requires_system_checks = []
    help = "排走访路线:谁、哪个半天、几点 / plan home visits from a file: best plan, bound, reasons"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--instance", required=True, type=Path, metavar="IN.json", help="半天、班级、家庭、方便的时间"
        )
        parser.add_argument("--out", required=True, type=Path, metavar="OUT.json", help="排好的安排写到哪里")
        parser.add_argument("--seconds", type=float, default=None, help="最多算多少秒(一个班 10,一所园 60,全区 120)")
        parser.add_argument("--keep", type=Path, default=None, metavar="PLAN.json", help="已经告诉家长的安排:尽量不动")
        parser.add_argument("--seed", type=int, default=1, help="同一个数,同一个结果")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(
        self,
        *args: Any,
        instance: Path,
        out: Path,
        seconds: float | None,
        keep: Path | None,
        seed: int,
        as_json: bool,
        **options: Any,
    ) -> None:
        if seconds is not None and not 0 < seconds <= 86_400:
            raise CommandError("--seconds 要大于 0,最多 86400", returncode=2)
        contents = [_read(path) for path in (instance, *([keep] if keep else []))]
        try:
            given = instance_of(contents[0])
            limit = seconds or usual_seconds(given)
            changes: tuple[Change, ...] | None = None
            prices: dict[str, int] = {}
            if keep:
                old, confirmed = plan_of(contents[1], given)
                outcome = replan(given, old, confirmed, seconds=limit, clock=time.monotonic, seed=seed)
                changes = changes_between(old, outcome.plan, confirmed)
            else:
                share = limit / (1 + len(wished(given.wishes)))

                def once(wanted: Instance) -> Outcome:
                    return plan(wanted, seconds=share, clock=time.monotonic, seed=seed)

                outcome = once(given)
                prices = prices_of(given, outcome, once)
            _write(out, written(outcome.plan))
        except Refused as fault:
            if as_json:
                self.stdout.write(json.dumps({"reasons": [str(each) for each in fault.reasons]}, ensure_ascii=False))
            for reason in fault.reasons:
                self.stderr.write(str(reason))
            raise SystemExit(1) from None
        if as_json:
            self.stdout.write(json.dumps(said(given, outcome, changes, prices), ensure_ascii=False))
        else:
            self.stdout.write(words(given, outcome, changes, prices))


def usual_seconds(instance: Instance) -> float:
    """How long it may take where nobody says."""
    if len(instance.teams) == 1:
        return SECONDS_A_CLASS
    return SECONDS_A_SCHOOL if len({team.school for team in instance.teams}) == 1 else SECONDS_A_DISTRICT


def said(
    instance: Instance, outcome: Outcome, changes: tuple[Change, ...] | None, prices: dict[str, int]
) -> dict[str, object]:
    """The one JSON value; its names stay. With --keep also who is moved, dropped, added."""
    account = outcome.account
    kept: dict[str, object] = {}
    if changes is not None:
        kept = {
            "moved": sum(1 for each in changes if each.before is not None and each.after is not None),
            "dropped": sum(1 for each in changes if each.after is None),
            "added": sum(1 for each in changes if each.before is None),
            "changes": [
                {
                    "family": each.family,
                    "class": each.klass,
                    "before": each.before,
                    "after": each.after,
                    "confirmed": each.confirmed,
                }
                for each in changes
            ],
        }
    return kept | {
        "cost": account.cost,
        "lower_bound": outcome.lower_bound,
        "proven": outcome.proven,
        "solver": has_solver(),
        "visits": len(outcome.plan.visits),
        "trips": account.trips,
        "travel_minutes": account.travel,
        "split_siblings": account.split,
        "wishes": prices,
        "unplaced": [
            {
                "family": each.family,
                "class": each.klass,
                "reason": each.kind,
                "words": [str(sentence) for sentence in in_words(instance, each)],
                "displaces": list(each.displaces),
                "half_days": [_session(instance, n) for n in each.half_days],
                "other_times": [_session(instance, n) for n in each.other_times],
                "verified": each.tried,
            }
            for each in outcome.unplaced
        ],
    }


def words(instance: Instance, outcome: Outcome, changes: tuple[Change, ...] | None, prices: dict[str, int]) -> str:
    """The same for people."""
    account = outcome.account
    proof = "已证明不能更好" if outcome.proven else f"还没有证明最好:任何安排都不低于 {outcome.lower_bound}"
    lines = [
        f"排好 {len(outcome.plan.visits)} 次走访,出门 {account.trips} 个半天,路上 {account.travel} 分钟;代价 {account.cost},{proof}",
    ]
    if not has_solver():
        lines.append("没有装求解器(zoufang[planning]),用的是简便排法")
    for each in outcome.unplaced:
        lines.append(f"没排上 {each.family}({each.klass}):" + ";".join(in_words(instance, each)))
    for name, price in prices.items():
        lines.append(f"愿望 {name} 的代价:{price}")
    for change in changes or ():
        before = "没有排" if change.before is None else say_minute(change.before)
        after = "排不上了" if change.after is None else say_minute(change.after)
        lines.append(f"要告诉 {change.family}({change.klass}):{before} → {after}")
    return "\n".join(lines)


def _session(instance: Instance, number: int) -> dict[str, object]:
    session = instance.sessions[number]
    return {"start": session.start, "end": session.end, "words": say_session(session)}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CommandError(f"{path} 读不了:{fault.strerror}", returncode=2) from None


def _write(path: Path, value: dict[str, object]) -> None:
    try:
        path.write_text(json.dumps(value, ensure_ascii=False) + "\n", "utf-8")
    except OSError as fault:
        raise Refused(Reason("写不进 %(path)s:%(why)s", path=path, why=fault.strerror)) from None
