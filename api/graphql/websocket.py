"""`GET /v1/graphql` as a websocket: GraphQL over graphql-transport-ws.

Source: graphql-ws, PROTOCOL.md. Strawberry's handler of this protocol executes each operation by itself through its own schema, while here
what is sent is made once for all who must get the same, by the executor that decides and records; so the protocol alone is
written out. Where a page came from (`Origin`) is not looked at: tokens are no cookies, so a browser adds nothing to a
connection that would speak for its user.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, Final

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.access.access import Access
from api.errors import Code, Fault, RequestRefused
from api.failures import OURS
from api.graphql.execution import Executor, Question
from api.graphql.lifelines import Lifeline, Lifelines
from api.graphql.socket_messages import Closed, Initialisation, Message, id_of, message_of, question_of
from api.graphql.streams import TOO_SLOW, Streams
from api.headers import API_VERSION
from api.identity.authentication import Authenticator
from api.identity.caller import Caller
from api.identity.purpose import PurposeError, purposes_of
from api.identity.token_error import TokenCode, TokenError
from api.logbook.trace import Trace
from api.logs import place_of
from api.telemetry.requests import Desk

PROTOCOL: Final = "graphql-transport-ws"
MOST_OPERATIONS: Final = 50
INITIALISATION_SECONDS: Final = 10.0
BLOCKED_SECONDS: Final = 30.0
"""How long a client may leave lie what is sent."""

_LONGEST_REASON: Final = 123
"""Bytes; what fits in a close frame (RFC 6455)."""
_CLOSES: Final = {TokenCode.VERLOPEN: 4403, Code.DIENST_STOPT: 1012, Code.INTERNE_FOUT: 1011}
_LATER: Final = 1013

_ROUTE: Final = "/v1/graphql"
_LOG: Final = logging.getLogger("reintegratieplan.graphql")


class GraphQLSocket:
    """Serves websockets."""

    def __init__(
        self,
        executor: Executor,
        streams: Streams,
        authenticator: Authenticator,
        access_of: Callable[[Caller], Access],
        lifelines: Lifelines,
        desk: Desk,
    ) -> None:
        self.executor = executor
        self.streams = streams
        self.authenticator = authenticator
        self.access_of = access_of
        self._lifelines = lifelines
        self.desk = desk

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, until it ends."""
        headers = [(b"api-version", API_VERSION.encode())]
        if PROTOCOL not in websocket.scope.get("subprotocols", ()):
            await websocket.accept(headers=headers)
            await websocket.close(4406, f"Subprotocol: verwacht {PROTOCOL}.")
            return
        await websocket.accept(PROTOCOL, headers)
        with self._lifelines.hold() as lifeline:
            await _Connection(self, websocket, lifeline).run()


class _Connection:
    """One client, with the operations it has running."""

    def __init__(self, socket: GraphQLSocket, websocket: WebSocket, lifeline: Lifeline) -> None:
        self._socket = socket
        self._websocket = websocket
        self._lifeline = lifeline
        self._free = asyncio.Lock()
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Listen until the client leaves, breaks the protocol, or must go; whatever it is, nothing of it stays behind."""
        listening = asyncio.create_task(self._listen())
        either: set[asyncio.Future[Any]] = {listening, self._lifeline.ended}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            tasks = [listening, *self._operations.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._lifeline.ended.done():
            fault = self._lifeline.ended.result()
            await self._close(Closed(_CLOSES.get(fault.code, _LATER), f"{fault.code}: {fault.message}"))  # type: ignore[call-overload] # a code that is not among them is any text
        elif not listening.cancelled() and (error := listening.exception()) is not None:
            if not isinstance(error, Closed):
                raise error
            await self._close(error)

    async def _listen(self) -> None:
        with suppress(WebSocketDisconnect):
            try:
                async with asyncio.timeout(INITIALISATION_SECONDS):
                    begin = await self._initialisation()
            except TimeoutError:
                raise Closed(4408, "Er kwam geen connection_init.") from None
            caller = await self._caller(begin)
            with Lifelines.until(self._lifeline, caller.expires_at):
                await self._send(b'{"type":"connection_ack"}')
                while True:
                    await self._handle(await self._received(), caller, begin)

    async def _initialisation(self) -> Initialisation:
        while True:
            message = await self._received()
            match message["type"]:
                case "connection_init":
                    return Initialisation.of(message)
                case "subscribe":
                    raise Closed(4401, "Begin met connection_init, en wacht op connection_ack.")
                case _:
                    await self._answer(message)

    async def _caller(self, begin: Initialisation) -> Caller:
        try:
            return purposes_of(begin.purposes, await self._socket.authenticator.caller(self._websocket, begin.headers))
        except (TokenError, PurposeError) as error:
            raise Closed(4403, f"{error.code}: {error.message}") from None

    async def _handle(self, message: Message, caller: Caller, begin: Initialisation) -> None:
        match message["type"]:
            case "connection_init":
                raise Closed(4429, "connection_init kwam al.")
            case "subscribe":
                await self._subscribe(id_of(message), question_of(message, lenient=begin.lenient), caller)
            case "complete":
                task = self._operations.pop(id_of(message), None)
                if task is not None:
                    task.cancel()
            case _:
                await self._answer(message)

    async def _answer(self, message: Message) -> None:
        """The answer to a message that is about the connection alone."""
        if message["type"] == "ping":
            await self._send(b'{"type":"pong"}')
        elif message["type"] != "pong":
            raise Closed(4400, "Onbekend type bericht.")

    async def _subscribe(self, operation_id: str, question: Question, caller: Caller) -> None:
        if operation_id in self._operations:
            raise Closed(4409, "Er loopt al een bewerking met dit id.")
        if len(self._operations) >= MOST_OPERATIONS:
            fault = Fault(
                Code.TE_VEEL_ABONNEMENTEN,
                f"Op één verbinding lopen ten hoogste {MOST_OPERATIONS} bewerkingen tegelijk.",
            )
            await self._send(_message("error", operation_id, _errors([fault])))
            return
        task = asyncio.create_task(self._operate(operation_id, question, caller))
        self._operations[operation_id] = task
        task.add_done_callback(partial(self._ended, operation_id))

    async def _operate(self, operation_id: str, question: Question, caller: Caller) -> None:
        """One operation: a stream, or a question with one answer."""
        executor, access = self._socket.executor, self._socket.access_of(caller)
        trace = Trace.of(self._websocket.headers)
        streaming = False
        try:
            with self._socket.desk.operation(trace, _ROUTE):
                document = await executor.parsed(question, caller)
                streaming = (await executor.operation(question, document, caller)).is_subscription
                if streaming:
                    async with aclosing(await self._socket.streams.open(question, document, access, trace)) as source:
                        async for rendered in source:
                            await self._send(_message("next", operation_id, rendered.payload))
                else:
                    answer = await executor.answer(question, document, access, trace)
                    await self._send(_message("next", operation_id, answer.body))
            last = _message("complete", operation_id)
        except RequestRefused as refusal:
            if streaming and refusal.status >= 500:
                # It passes: a connection that is closed is made again by clients themselves, an error is the end to them.
                self._lifeline.end(refusal.faults[0])
                return
            last = _message("error", operation_id, _errors(refusal.faults))
        # Its id is free before the client hears that it ended.
        self._operations.pop(operation_id, None)
        await self._send(last)

    def _ended(self, operation_id: str, task: asyncio.Task[None]) -> None:
        if self._operations.get(operation_id) is task:
            del self._operations[operation_id]
        error = None if task.cancelled() else task.exception()
        if isinstance(error, TimeoutError):
            self._lifeline.end(TOO_SLOW)
        elif error is not None and not isinstance(error, WebSocketDisconnect):
            # The message of an unforeseen error may quote a value of a person: only its kind and place are kept.
            _LOG.error("unforeseen_error", extra={"cause": type(error).__name__, "place": place_of(error)})
            self._lifeline.end(OURS)

    async def _received(self) -> Message:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code") or 1005)
        return message_of(message.get("text"))

    async def _send(self, data: bytes) -> None:
        """Send one message at a time; TimeoutError when the client takes nothing any more."""
        async with asyncio.timeout(BLOCKED_SECONDS), self._free:
            await self._websocket.send_text(data.decode())

    async def _close(self, closed: Closed) -> None:
        reason = closed.reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
        # Who does not read will not read this either, and who has left cannot.
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(1):
                await self._websocket.close(closed.code, reason)


def _errors(faults: Any) -> bytes:
    return orjson.dumps([fault.formatted() for fault in faults])


def _message(kind: str, operation_id: str, payload: bytes | None = None) -> bytes:
    """A message about an operation, around a payload that is JSON already and may be shared by many."""
    head = b'{"id":' + orjson.dumps(operation_id) + b',"type":"' + kind.encode() + b'"'
    return head + (b"}" if payload is None else b',"payload":' + payload + b"}")
