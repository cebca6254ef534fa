"""Reasons for a weakening pair, in words and numbers: what is unlike its own rhythm.

Each is a sentence a strategist can say aloud, with the measure and the number behind it:

    usually every 4 days, silent for 31: 7.7 times the usual gap

Cost: O(1) for a pair.
"""

import numpy as np

from algorithms.liveness.prior import P_FROM
from algorithms.reason import Reason, plural
from algorithms.rhythm.phase import NEVER, STATES
from algorithms.weakening import Pairs

__all__ = ["reasons"]

_NEXT = {"cooling": "cools_at", "at risk": "at_risk_at", "dormant": "dormant_at"}
_HELD = ("cooling", "at risk")  # by an earlier silence, where the gaps have not grown


def reasons(pairs: Pairs, k: int) -> list[Reason]:
    """Say what is known of pair *k*, the most telling first."""
    found = [_silence(pairs, k)]
    is_slower = pairs.pace[k] >= pairs.thresholds.slower
    phase = STATES[pairs.phase[k]]
    if phase in _HELD and not is_slower:
        text = f"silent for too long before its last contact: {phase} until it keeps its rhythm"
        found.append(Reason(text, "usual_gap", float(pairs.usual_gap[k])))
    if is_slower:
        recent, earlier = pairs.recent_gap[k], pairs.recent_gap[k] / pairs.pace[k]
        text = f"lately in touch every {_days(recent)}, before that every {_days(earlier)}"
        found.append(Reason(text, "pace", float(pairs.pace[k])))
    if pairs.momentum[k] <= -pairs.thresholds.momentum:
        window = _days(pairs.window[k])
        text = (
            f"in touch on {plural(pairs.days_now[k], 'day')} of the last {window}, "
            f"on {pairs.days_before[k]} of those before"
        )
        found.append(Reason(text, "momentum", float(pairs.momentum[k])))
    found.append(_strength(pairs, k))
    if not np.isnan(pairs.p_contact[k]):
        found.append(_chance(pairs, k))
    found.extend(_next_change(pairs, k))
    return found


def _silence(pairs: Pairs, k: int) -> Reason:
    elapsed = float(pairs.elapsed[k])
    if np.isnan(pairs.usual_gap[k]):
        so_far = plural(pairs.active_days[k], "day")
        text = f"in touch on {so_far} so far, too few for a usual gap; silent for {_days(elapsed)}"
        return Reason(text, "elapsed", elapsed)
    silence = float(pairs.silence[k])
    usual = f"usually every {_days(pairs.usual_gap[k])}"
    if silence <= 1:
        return Reason(f"{usual}, last in touch {_days(elapsed)} ago", "silence", silence)
    text = f"{usual}, silent for {_number(elapsed)}: {silence:.1f} times the usual gap"
    return Reason(text, "silence", silence)


def _strength(pairs: Pairs, k: int) -> Reason:
    strength, before = float(pairs.strength[k]), float(pairs.strength_before[k])
    text = (
        f"strength {_digits(strength)}, {_digits(before)} at its highest within a year: "
        f"{_share(strength / before)} is left"
    )
    return Reason(text, "strength", strength)


def _chance(pairs: Pairs, k: int) -> Reason:
    chance, horizon = float(pairs.p_contact[k]), _days(pairs.horizon_days)
    text = f"{_share(chance)} likely to be in touch again within {horizon}"
    origin = P_FROM[pairs.p_from[k]]
    if origin == "departure":
        text += ", for one of the two has left"
    elif origin != "model":
        whose = "their segment's" if origin == "segment prior" else "other"
        text += f", as {whose} pairs silent for as long were"
    return Reason(text, "p_contact", chance)


def _next_change(pairs: Pairs, k: int) -> list[Reason]:
    """Name the next state that silence would bring, and its day."""
    for state, date in _NEXT.items():
        moment = int(getattr(pairs, date)[k])
        if pairs.as_of < moment < NEVER:
            day = np.datetime64(moment, "us").astype("datetime64[D]")
            return [Reason(f"{state} from {day} if nothing happens", date, moment / 1000)]
    return []


def _days(days: float) -> str:
    """Write a number of days with its word: ``1 day``, ``4.5 days``, ``31 days``."""
    number = _number(days)
    return "1 day" if number == "1" else f"{number} days"


def _number(days: float) -> str:
    shown = round(float(days), 1) if days < 10 else round(float(days))
    return f"{shown:g}"


def _share(value: float) -> str:
    return "under 1 %" if value < 0.005 else f"{100 * value:.0f} %"


def _digits(value: float) -> str:
    return f"{value:.1f}" if value >= 0.1 else f"{value:.2g}"
