"""The project's own JSON profile, for papers that no standard file exists for: strict or refused.

`docs/json-profile.md` shows one example a kind. A model here says what a paper of its kind has to
have; what it means stands in the tables of `formats.profile`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from lxml import etree
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from tradefin.documents import identifiers, jsonsource, values
from tradefin.documents.document import ReferenceType
from tradefin.documents.formats import Format
from tradefin.documents.formats.profile import TABLES
from tradefin.errors import InvalidInput

PROFILE = "tradefin/1"
_SLOT = r"\{[^{}]*\}"


def _date(text: str) -> str:
    if not values.is_placeholder(text) and (len(text) != 10 or not values.date_of(text, None)):
        raise ValueError("is no date like 2026-03-02")
    return text


def _currency(text: str) -> str:
    if not values.is_placeholder(text) and values.currency_of(text) is None:
        raise ValueError("is no ISO 4217 currency code")
    return text


def _isin(text: str) -> str:
    if not values.is_placeholder(text) and not identifiers.is_isin(text):
        raise ValueError("is no ISIN, or one with a wrong check digit")
    return text


Text = Annotated[str, StringConstraints(pattern=r"\S", max_length=4000)]
Date = Annotated[str, AfterValidator(_date)]
Currency = Annotated[str, AfterValidator(_currency)]
Isin = Annotated[str, AfterValidator(_isin)]
Amount = Annotated[str, StringConstraints(pattern=rf"^(-?[0-9]{{1,18}}(\.[0-9]{{1,9}})?|{_SLOT})$")]
Country = Annotated[str, StringConstraints(pattern=rf"^([A-Z]{{2}}|{_SLOT})$")]
Scheme = Literal["LEI", "USCC", "GLN", "DUNS", "REGISTRATION", "PARTY", "VAT", "TAX"]


class Strict(BaseModel):
    """Nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Identifier(Strict):
    """An organisation's identifier; LEI and USCC with valid check digits."""

    scheme: Scheme
    value: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        checked = self.scheme in ("LEI", "USCC") and not values.is_placeholder(self.value)
        if checked and not identifiers.is_valid(self.scheme, self.value):
            raise ValueError(f"has an {self.scheme} with wrong check digits")
        return self


class Organisation(Strict):
    """A party."""

    name: Text
    country: Country | None = None
    identifiers: list[Identifier] = []


class Customs(Strict):
    """The customs office that took the declaration."""

    country: Country
    office: Text | None = None
    name: Text | None = None


class Goods(Strict):
    """A line of goods."""

    description: Text
    commodity_code: Text | None = None
    quantity: Amount | None = None
    unit: Text | None = None
    amount: Amount | None = None


class Cited(Strict):
    """A reference to another paper."""

    type: Literal[tuple(str(type_) for type_ in ReferenceType)]  # type: ignore[valid-type]
    number: Text
    date: Date | None = None


class Paper(Strict):
    """What every paper states."""

    profile: Literal["tradefin/1"]
    number: Text
    issue_date: Date
    references: list[Cited] = []
    currency: Currency | None = None
    total: Amount | None = None
    description: Text | None = None
    place: Text | None = None

    @model_validator(mode="after")
    def _money(self) -> Self:
        if (self.total is None) != (self.currency is None):
            raise ValueError("states a total without its currency, or a currency without a total")
        return self


class Declaration(Paper):
    """A goods declaration for exportation (UNTDID 1001: 830); a Chinese one has 18 digits."""

    kind: Literal["830"]
    customs: Customs
    exporter: Organisation
    consignee: Organisation
    currency: Currency
    total: Amount
    goods: Annotated[list[Goods], Field(min_length=1)]
    trade_mode: Text | None = None
    incoterm: Text | None = None
    export_date: Date | None = None
    release_date: Date | None = None

    @model_validator(mode="after")
    def _number(self) -> Self:
        digits = self.number.isascii() and self.number.isdigit() and len(self.number) == 18
        if self.customs.country == "CN" and not (digits or values.is_placeholder(self.number)):
            raise ValueError("has a number that isn't 18 digits, as a Chinese declaration's is")
        return self


class Contract(Paper):
    """A sales contract (315); a framework contract states no total."""

    kind: Literal["315"]
    seller: Organisation
    buyer: Organisation
    goods: list[Goods] = []
    incoterm: Text | None = None
    payment_terms: Text | None = None
    delivery_date: Date | None = None
    due_date: Date | None = None


class Receipt(Paper):
    """A warehouse warrant (635) or a forwarder's warehouse receipt (631)."""

    kind: Literal["631", "635"]
    warehouse: Organisation
    depositor: Organisation
    goods: Annotated[list[Goods], Field(min_length=1)]
    quantity: Amount | None = None
    unit: Text | None = None
    validity_end: Date | None = None


class Deed(Paper):
    """A title deed, which has no UNTDID 1001 code."""

    kind: Literal["TITLE_DEED"]
    registry: Organisation
    owner: Organisation
    description: Text
    area: Amount | None = None
    unit: Text | None = None
    validity_end: Date | None = None


class MiningRight(Paper):
    """A mining licence; its number is the licence's."""

    kind: Literal["MINING_RIGHT"]
    registry: Organisation
    owner: Organisation
    description: Text
    area: Amount | None = None
    unit: Text | None = None
    validity_end: Date | None = None


class Factory(Paper):
    """A building ownership certificate."""

    kind: Literal["FACTORY"]
    registry: Organisation
    owner: Organisation
    description: Text
    area: Amount | None = None
    unit: Text | None = None


class Machine(Paper):
    """A machine's certificate; its number is the serial number that its maker gave it."""

    kind: Literal["MACHINERY"]
    maker: Organisation
    owner: Organisation
    description: Text


class Stock(Paper):
    """An inventory certificate: who keeps or counted the goods, and whose they are."""

    kind: Literal["STOCK"]
    keeper: Organisation
    owner: Organisation
    goods: Annotated[list[Goods], Field(min_length=1)]
    quantity: Amount | None = None
    unit: Text | None = None
    validity_end: Date | None = None


class Shares(Paper):
    """A depository's statement of listed shares."""

    kind: Literal["LISTED_SHARES"]
    depository: Organisation
    owner: Organisation
    isin: Isin
    quantity: Amount


class Deposit(Paper):
    """A bank's certificate of a blocked deposit; its total is what is blocked."""

    kind: Literal["CASH_DEPOSIT"]
    bank: Organisation
    depositor: Organisation
    currency: Currency
    total: Amount
    validity_end: Date | None = None


class Appraisal(Paper):
    """An appraisal, which has no UNTDID 1001 code; its total is the value found."""

    kind: Literal["APPRAISAL"]
    appraiser: Organisation
    client: Organisation
    description: Text
    currency: Currency
    total: Amount
    valuation_date: Date
    validity_end: Date | None = None


class Policy(Paper):
    """An insurance policy (530); its total is the sum insured."""

    kind: Literal["530"]
    insurer: Organisation
    insured: Organisation
    beneficiary: Organisation | None = None
    currency: Currency
    total: Amount
    validity_start: Date
    validity_end: Date


_PAPERS: TypeAdapter[Paper] = TypeAdapter(
    Annotated[
        Declaration
        | Contract
        | Receipt
        | Deed
        | MiningRight
        | Factory
        | Machine
        | Stock
        | Shares
        | Deposit
        | Appraisal
        | Policy,
        Field(discriminator="kind"),
    ]
)
_REASONS = {
    "extra_forbidden": "has an unknown field",
    "literal_error": "is none of the words that may stand there",
    "missing": "is missing",
    "string_pattern_mismatch": "isn't in the form that the profile asks for",
    "string_type": 'is no text (an amount is written "1234.50")',
    "union_tag_invalid": "has an unknown kind",
    "union_tag_not_found": "has no kind",
}


def parse(value: dict[str, Any]) -> tuple[etree._Element, Format]:
    """The root of a paper in the profile.

    Raises InvalidInput, with the place and never the value, for a field that is unknown, missing,
    of another type or in another form: a number or a boolean where a text belongs, a date that the
    calendar doesn't have, wrong check digits.
    """
    try:
        _PAPERS.validate_python(_checkable(value))
    except ValidationError as error:
        raise InvalidInput(f"the JSON isn't in the profile {PROFILE}: {_reason(error)}") from None
    root = jsonsource.tree(value)
    for identifier in root.iter("identifiers"):
        scheme, stated = identifier.findtext("scheme") or "", identifier.find("value")
        if stated is not None and scheme in ("LEI", "USCC", "GLN", "DUNS"):
            stated.set("schemeID", scheme)
    return root, TABLES[str(value["kind"])]


def _checkable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _checkable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_checkable(inner) for inner in value]
    return 0 if isinstance(value, jsonsource.Number) else value


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = [str(part) for part in first["loc"] if part not in TABLES]
    if first["type"] == "extra_forbidden":
        place = place[:-1]
    told = str(first.get("ctx", {}).get("error", "")) if first["type"] == "value_error" else ""
    return f"{'.'.join(place) or 'the paper'} {told or _REASONS.get(first['type'], 'is wrong')}"
