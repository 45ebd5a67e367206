"""How long each port takes within a turn."""

from collections import Counter
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from time import perf_counter
from typing import Any, cast

from core.ports import Ports


class Stopwatch:
    """Ports that do what those behind them do. `spent` holds the milliseconds since the last `reset`, by part."""

    def __init__(self, ports: Ports) -> None:
        self.spent: Counter[str] = Counter()
        self.ports = Ports(
            cast(Any, _Timed(ports.encoder, self._note("encoder"))),
            cast(Any, _Timed(ports.detector, self._note("detector"))),
            ports.generator,
            cast(Any, _Timed(ports.concepts, self._note("store"))),
            cast(Any, _Timed(ports.history, self._note("store"))),
            cast(Any, _Timed(ports.people, self._note("store"))),
            cast(Any, _Timed(ports.consents, self._note("store"))),
        )

    def reset(self) -> None:
        """Begin again."""
        self.spent.clear()

    def _note(self, part: str) -> Callable[[float], None]:
        def note(seconds: float) -> None:
            self.spent[part] += seconds * 1000  # type: ignore[assignment]  # Counter counts anything

        return note


class _Timed:
    def __init__(self, port: object, note: Callable[[float], None]) -> None:
        self._port = port
        self._note = note

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name == "signed":
            return lambda signature: _Timed(found(signature), self._note)
        return self._timed(found) if iscoroutinefunction(found) else found

    def _timed(self, do: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def timed(*values: object, **named: object) -> Any:
            begin = perf_counter()
            try:
                return await do(*values, **named)
            finally:
                self._note(perf_counter() - begin)

        return timed
