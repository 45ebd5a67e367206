"""The eyes of the pocket profile: an encoder and a detector, trained from scratch on the drawn world.

views.py      scenes drawn ahead into shards on disk: crops as the encoder meets them, photos as the detector does
recipe.py     every knob, frozen, saved beside the weights
course.py     a training run that can stop and go on: steps, curve, checkpoint, progress bar
encoder.py    a CLIP of ours in open_clip: identity, traits and words
detector.py   a small RT-DETR from transformers: one class, "being or thing"
measure.py    top-1, look-alikes, open set; recall of boxes
calibrate.py  the limits of sure, maybe and stranger
framed.py     these limits for an encoder and a detector together

python -m trainer.eyes encoder --minutes 10     # goes on where the last slice stopped
"""
