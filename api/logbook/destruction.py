"""What the logs keep of a destruction: that it happened, under which certificate, and nothing of whom it was about."""

from datetime import datetime

from api.logbook.handeling import Handeling
from api.logbook.records import VERWERKING, Ended, Record, Retention, attributes_of, span_of, until
from api.logbook.trace import Trace

_FIELD = "vernietiging"


def destruction_record(certificate: str, moment: datetime, retention: Retention) -> Record:
    """One `verwerking` (art. 26e Wjsg: vernietigen) for a certificate of destruction; the same one whenever it is made again."""
    trace = Trace.of({})
    at = int(moment.timestamp() * 1_000)
    return {
        **span_of(VERWERKING, trace, trace.span_id, None),
        "_id": f"vernietiging-{certificate}",
        "name": _FIELD,
        "handeling": Handeling.VERNIETIGEN,
        "attributes": attributes_of(_FIELD, Handeling.VERNIETIGEN),
        "certificaat": certificate,
        "status": "Ok",
        "start_time": at,
        "end_time": at,
        "bewarenTot": until(Ended(200, (), at), retention.verwerkingen),
    }
