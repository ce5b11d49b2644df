// Parse Server with its own GraphQL; protectedFields keeps one column closed.
import express from "express";
import { ParseGraphQLServer, ParseServer } from "parse-server";

const { PORT, MONGODB_URI, FLOOR_DATABASE, CLOSED } = process.env;
const server = new ParseServer({
  databaseURI: MONGODB_URI.replace("/?", `/${FLOOR_DATABASE}_parse?`),
  appId: "bench",
  masterKey: "bench",
  serverURL: `http://127.0.0.1:${PORT}/parse`,
  allowClientClassCreation: true,
  protectedFields: { Dossier: { "*": [CLOSED] } },
  logLevel: "error",
  silent: true,
});
await server.start();
const app = express();
app.use("/parse", server.app);
new ParseGraphQLServer(server, { graphQLPath: "/v1/graphql" }).applyGraphQL(app);
app.listen(Number(PORT), "127.0.0.1");
