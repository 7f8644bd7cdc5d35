"""A request that is told by its body alone."""
import dataclasses


@dataclasses.dataclass
class Case:
    name: str
    body: bytes

    def shown(self):
        return repr(self.body[:600])
