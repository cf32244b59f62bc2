"""Refusals of settlement tokens and of the calls to them (OpenZeppelin)."""

from __future__ import annotations

from tradefin.errors.tree import Conflict, Failed, NotPermitted, OutOfBounds, WrongStatus


class ERC20InsufficientAllowance(OutOfBounds):
    """More was taken than its owner allowed."""

    spender: str
    allowance: int
    needed: int
    says = (
        "{spender} may take {allowance:,} minor units, {needed:,} are needed; the paying account "
        "approves it for as much first"
    )


class ERC20InsufficientBalance(OutOfBounds):
    """An account holds less than it pays."""

    sender: str
    balance: int
    needed: int
    says = "{sender} holds {balance:,} minor units, {needed:,} are needed"


class ERC20InvalidApprover(Failed):
    """An allowance from nobody."""

    approver: str
    says = "{approver} can't give an allowance"


class ERC20InvalidReceiver(Failed):
    """Money to nobody."""

    receiver: str
    says = "{receiver} can't receive tokens"


class ERC20InvalidSender(Failed):
    """Money from nobody."""

    sender: str
    says = "{sender} can't send tokens"


class ERC20InvalidSpender(Failed):
    """An allowance to nobody."""

    spender: str
    says = "{spender} can't be given an allowance"


class ERC2612ExpiredSignature(WrongStatus):
    """A signed allowance came too late."""

    deadline: int
    says = "the signed allowance was good until Unix time {deadline}; sign a new one"


class ERC2612InvalidSigner(NotPermitted):
    """A signed allowance from somebody else."""

    signer: str
    owner: str
    says = "the allowance was signed by {signer}, not by the owner {owner}"


class InvalidAccountNonce(Conflict):
    """A signed message was used before, or is not the next."""

    account: str
    current_nonce: int
    says = "the next nonce of {account} is {current_nonce}; sign with it"


class SafeERC20FailedOperation(Failed):
    """A token refused or returned false."""

    token: str
    says = "token {token} did not carry out the transfer"
