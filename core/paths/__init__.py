"""What a person can do: one file per thing, each path the same shape, `(intent, moment, ports) -> Outcome`."""
