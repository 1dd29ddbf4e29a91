"""Something elsewhere that did not answer is left alone for a while: else all threads of a worker would wait for it."""

import threading
import time


class Silence:
    """Of one server. Once the while is over one thread finds out whether it is back, and the others do not wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = 0.0
        self._lock = threading.Lock()

    def is_kept(self) -> bool:
        """Whether to leave it alone. Whoever is told no asks it, and says what came of it: ``begin`` or ``end``."""
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                return True
            if self._until:
                self._until = now + self.seconds
            return False

    def begin(self) -> None:
        self._until = time.monotonic() + self.seconds

    def end(self) -> None:
        self._until = 0.0
