"""Refusals of OpenZeppelin's AccessManager and of what it guards: administration only."""

from __future__ import annotations

from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus


class AccessManagedInvalidAuthority(OutOfBounds):
    """An authority that is no contract."""

    authority: str
    says = "{authority} can't be an authority: there is no contract"


class AccessManagedRequiredDelay(WrongStatus):
    """An administrative call has to be scheduled."""

    caller: str
    delay: int
    says = "{caller} must schedule this call {delay:,} seconds ahead"


class AccessManagedUnauthorized(NotPermitted):
    """An administrative call by somebody who holds no role for it."""

    caller: str
    says = "{caller} holds no administrative role for this call"


class AccessManagerAlreadyScheduled(Conflict):
    """The same call is waiting."""

    operation_id: bytes
    says = "operation {operation_id} is scheduled already"


class AccessManagerBadConfirmation(NotPermitted):
    """A role is renounced for somebody else."""

    says = "a role can be renounced only by the account that holds it"


class AccessManagerExpired(WrongStatus):
    """A scheduled call was not executed in time."""

    operation_id: bytes
    says = "operation {operation_id} was not executed in time; schedule it anew"


class AccessManagerInvalidInitialAdmin(OutOfBounds):
    """A manager without an administrator."""

    initial_admin: str
    says = "{initial_admin} can't be the first administrator"


class AccessManagerLockedFunction(NotPermitted):
    """A function whose role can't be changed."""

    selector: bytes
    says = "the permission for function {selector} can't be changed"


class AccessManagerLockedRole(NotPermitted):
    """A role that can't be changed."""

    role_id: int
    says = "role {role_id} can't be changed"


class AccessManagerNotReady(WrongStatus):
    """A scheduled call's delay has not passed."""

    operation_id: bytes
    says = "operation {operation_id} can't be executed yet; wait for its delay"


class AccessManagerNotScheduled(NotFound):
    """A call that is not scheduled."""

    operation_id: bytes
    says = "operation {operation_id} is not scheduled"


class AccessManagerUnauthorizedAccount(NotPermitted):
    """An account that lacks a role."""

    msgsender: str
    role_id: int
    says = "{msgsender} does not hold role {role_id}"


class AccessManagerUnauthorizedCall(NotPermitted):
    """A call that an account may not make."""

    caller: str
    target: str
    selector: bytes
    says = "{caller} may not call function {selector} of {target}"


class AccessManagerUnauthorizedCancel(NotPermitted):
    """A scheduled call cancelled by somebody who may not."""

    msgsender: str
    caller: str
    target: str
    selector: bytes
    says = "{msgsender} may not cancel the call of function {selector} of {target} by {caller}"


class AccessManagerUnauthorizedConsume(NotPermitted):
    """A scheduled call consumed by a contract that is not asking for it."""

    target: str
    says = "{target} may not consume a scheduled operation now"
