"""What may be said to operators: every name and every value there is, in one place. What is not here is `other`.

Metrics, spans and request lines are made of these alone. So a name that a client made up (an alias, an operation, a method,
a path), an id of a plan and a value of a plan have no way out; of all that a client sends, only ids of traces are passed on.
"""

from enum import StrEnum
from typing import Final

from opentelemetry.semconv.attributes import db_attributes, error_attributes, http_attributes, service_attributes

from api.errors import Code
from api.identity.purpose import PurposeCode
from api.identity.token_error import TokenCode
from policies.context import OrganisationKind

OTHER: Final = "other"
UNMATCHED: Final = "unmatched"
"""The route of a request for an address that does not exist."""
NONE: Final = "none"

METHODS: Final = frozenset(
    {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE", "WEBSOCKET"}
)
KINDS: Final = frozenset({"query", "mutation", "subscription"})
ORGANISATIONS: Final = frozenset(str(kind) for kind in OrganisationKind)
CODES: Final = frozenset(str(code) for codes in (Code, TokenCode, PurposeCode) for code in codes)
COMMANDS: Final = frozenset(
    {
        "abortTransaction",
        "aggregate",
        "collMod",
        "commitTransaction",
        "count",
        "create",
        "createIndexes",
        "delete",
        "endSessions",
        "explain",
        "find",
        "findAndModify",
        "getMore",
        "hello",
        "insert",
        "killCursors",
        "listCollections",
        "ping",
        "update",
    }
)
"""Commands of MongoDB."""
VERDICTS: Final = frozenset({"ARRIVED", "GONE", "REFUSED", "FAILED", "GIVEN_UP"})
"""How attempts to deliver a webhook end."""


class Attribute(StrEnum):
    """Everything that a span may say."""

    METHOD = http_attributes.HTTP_REQUEST_METHOD
    ROUTE = http_attributes.HTTP_ROUTE
    STATUS = http_attributes.HTTP_RESPONSE_STATUS_CODE
    ERROR = error_attributes.ERROR_TYPE
    SERVICE = service_attributes.SERVICE_NAME
    VERSION = service_attributes.SERVICE_VERSION
    KIND = "graphql.operation.type"
    FIELDS = "reintegratieplan.root_fields"
    ORGANISATION = "reintegratieplan.organisation_kind"
    CODES = "reintegratieplan.codes"
    COMMAND = db_attributes.DB_OPERATION_NAME
    SYSTEM = db_attributes.DB_SYSTEM_NAME


class Status(StrEnum):
    """An HTTP status as a metric has it."""

    OK = "2xx"
    REDIRECTED = "3xx"
    REFUSED = "4xx"
    FAILED = "5xx"


def known(value: str, values: frozenset[str]) -> str:
    """A value that may be said as it is, or else `other`."""
    return value if value in values else OTHER


def status_class(status: int) -> Status:
    """The class of an HTTP status; what comes before an answer counts as one."""
    return {3: Status.REDIRECTED, 4: Status.REFUSED, 5: Status.FAILED}.get(status // 100, Status.OK)
