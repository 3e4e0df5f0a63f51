"""Lessons: sentences that teach something another council could use, and the theme of each."""

from __future__ import annotations

from pipeline.lessons.judge import Judgement, judge
from pipeline.lessons.keep import in_use
from pipeline.lessons.weigh import weights

__all__ = ["Judgement", "in_use", "judge", "weights"]
