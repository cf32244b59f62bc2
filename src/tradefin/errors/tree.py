"""The trunk of the tree: the root, its branches, and what every refusal has in common.

TradefinError
├── InvalidInput      what was given can't be used
├── ChainError        the chain can't be reached, or is another one
└── Reverted          a contract refused
    ├── NotPermitted  the caller may not do this
    ├── NotFound      what was named is not there
    ├── Conflict      what was given contradicts what stands
    ├── WrongStatus   not in this state, not at this time
    ├── OutOfBounds   above what is free, or outside what is allowed
    ├── Failed        a token, a call or a conversion failed
    └── UnknownRevert none of the above
"""

from __future__ import annotations

from inspect import Parameter, Signature, get_annotations
from typing import Any, ClassVar, dataclass_transform

from tradefin.errors.wording import Wording


class TradefinError(Exception):
    """The root of every error of this package."""


class InvalidInput(TradefinError, ValueError):
    """What was given can't be used: a damaged file, an amount that is no amount."""


class ChainError(TradefinError):
    """The chain can't be reached, or is not the one that was expected."""


@dataclass_transform(eq_default=True)
class Reverted(TradefinError):
    """A contract refused.

    A leaf declares the arguments of its Solidity error as annotated fields and, in `says`, the
    sentence that tells them. Two refusals are equal when their types and arguments are.
    """

    says: ClassVar[str] = ""
    __signature__: ClassVar[Signature] = Signature()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        fields = get_annotations(cls)
        type.__setattr__(cls, "__match_args__", tuple(fields))
        cls.__signature__ = Signature(
            [
                Parameter(
                    name,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=cls.__dict__.get(name, Parameter.empty),
                    annotation=annotation,
                )
                for name, annotation in fields.items()
            ]
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        bound = self.__signature__.bind(*args, **kwargs)
        bound.apply_defaults()
        super().__init__(*bound.arguments.values())
        for name, value in bound.arguments.items():
            setattr(self, name, value)

    @property
    def arguments(self) -> dict[str, Any]:
        """The Solidity error's arguments by name, in order."""
        return dict(zip(self.__signature__.parameters, self.args, strict=True))

    def __str__(self) -> str:
        return Wording().vformat(self.says, (), self.arguments)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"{type(self).__name__}({shown})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reverted):
            return NotImplemented
        return type(self) is type(other) and self.args == other.args

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class NotPermitted(Reverted):
    """The caller may not do this."""


class NotFound(Reverted):
    """What was named is not there."""


class Conflict(Reverted):
    """What was given contradicts, or repeats, what stands."""


class WrongStatus(Reverted):
    """What was named is not in a state, or not at a time, that allows this."""


class OutOfBounds(Reverted):
    """A value is above what is free, or outside what is allowed."""


class Failed(Reverted):
    """A token, a call or a conversion failed."""


class UnknownRevert(Reverted):
    """A revert that none of the shipped contracts declares; `data` is all that came back."""

    data: bytes
    reason: str = "unknown reason"
    says = "the call was reverted: {reason}"
