"""The shape of an evaluation, as AuthZEN gives it and as this service fills it in.

Source: OpenID AuthZEN Authorization API 1.0; NLGov AuthZEN (Logius). What neither names is left unread, as both want.
"""

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.identity.purpose import MAX_LENGTH
from api.verdict import leaf_at
from policies.context import Action

ANY_PLAN: Final = "*"
"""The id of a resource that stands for whichever plan: what the policy could give at most."""
UNKNOWN_FIELD: Final = "unknown_field"
NO_MOMENT: Final = "no_moment"

_LONGEST: Final = 500

_Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST)]


def _field_path(path: str) -> str:
    if leaf_at(path) is None:
        raise PydanticCustomError(UNKNOWN_FIELD, "no field of a plan")
    return path


def _text_only(moment: Any) -> Any:
    if not isinstance(moment, str) or "T" not in moment.upper():
        raise PydanticCustomError(NO_MOMENT, "no moment")
    return moment


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, hide_input_in_errors=True)


class Subject(_Shape):
    """Who is asked about: the caller."""

    type: _Text
    id: _Text
    properties: dict[str, Any] = Field(default_factory=dict)


class ResourceProperties(_Shape):
    """Which field of the plan."""

    pad: Annotated[_Text, AfterValidator(_field_path)]


class Resource(_Shape):
    """A field of one plan, or of any."""

    type: Literal["plan"]
    id: _Text
    properties: ResourceProperties


class Act(_Shape):
    """What somebody wants to do with it."""

    name: Annotated[Action, Field(strict=False)]


class Context(_Shape):
    """For which doelen. `time` is read and not weighed: a verdict is always that of now."""

    doel: Annotated[str, StringConstraints(max_length=MAX_LENGTH)] | None = None
    time: Annotated[AwareDatetime, BeforeValidator(_text_only), Field(strict=False)] | None = None


class Evaluation(_Shape):
    """One evaluation."""

    subject: Subject
    resource: Resource
    action: Act
    context: Context | None = None


class Options(_Shape):
    """How several are evaluated."""

    evaluations_semantic: Literal["execute_all", "deny_on_first_deny", "permit_on_first_permit"] = "execute_all"
