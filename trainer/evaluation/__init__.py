"""The evaluation: what people get, on beings no model has seen, beside the paper's own rules on the same models.

plan.py          how much is measured at each size
worlds.py        who is in a memory, and photos of them: test split only
talking.py       a person who talks to Familiar, as a channel does
teaching.py      filling memories
cases.py         what is asked, and what a right answer says
scorers.py       reading an answer
arms.py          ours, and what it is compared with
paper_rules.py   the paper's retrieval and prompt
asking.py        every case through every arm
seeing.py        curves over memories and looks
detecting.py     crowds: the detector, and K
cells.py intervals.py sections.py    scores -> rows with intervals -> goals
report.py plots.py                   JSON, Markdown, pictures
real_photos.py   the same question on real photos, for any encoder
"""

from trainer.evaluation.run import evaluate

__all__ = ["evaluate"]
