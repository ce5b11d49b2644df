// Follows a subscription with a client of others, and prints one JSON line for each result.
//
// From standard input: {client, address, token, query, variables, lastEventId, count}. After `count` results it leaves, as an
// application does: by ending its iterator.
import { createClient as overEvents } from "graphql-sse";
import { createClient as overSocket } from "graphql-ws";
import { text } from "node:stream/consumers";
import WebSocket from "ws";

const asked = JSON.parse(await text(process.stdin));
const headers = { Authorization: `Bearer ${asked.token}` };
if (asked.lastEventId) headers["Last-Event-ID"] = asked.lastEventId;
const client =
  asked.client === "graphql-ws"
    ? overSocket({
        url: `ws://${asked.address}`,
        webSocketImpl: WebSocket,
        connectionParams: headers,
        retryAttempts: asked.retries ?? 0,
        retryWait: () => new Promise((again) => setTimeout(again, 50)),
      })
    : overEvents({
        url: `http://${asked.address}`,
        headers,
        retryAttempts: asked.retries ?? 0,
        retry: () => new Promise((again) => setTimeout(again, 50)),
      });

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");
let left = asked.count;
try {
  for await (const result of client.iterate({ query: asked.query, variables: asked.variables })) {
    say({ result });
    if (--left === 0) break;
  }
  say({ end: "complete" });
} catch (error) {
  // A list of GraphQL errors, or how the connection was closed.
  const faults = Array.isArray(error) ? error : undefined;
  say({ end: "error", faults, code: error.code, reason: error.reason ?? error.message });
}
await client.dispose?.();
process.exit(0);
