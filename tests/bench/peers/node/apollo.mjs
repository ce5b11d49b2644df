// Apollo Server with graphql-shield: a rule for every field.
import { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import { makeExecutableSchema } from "@graphql-tools/schema";
import express from "express";
import { applyMiddleware } from "graphql-middleware";
import { rule, shield } from "graphql-shield";
import { PORT, changePlan, contentFields, findPlan, mask, schema, typesOf } from "./plan.mjs";

const resolvers = {
  Query: { plan: (_, { id }) => findPlan(id) },
  Mutation: { wijzigPlan: (_, { input }) => changePlan(input) },
  Plan: { id: (plan) => plan._id },
};
const rules = {};
for (const [type, field] of contentFields(typesOf(schema))) {
  const key = `${type}.${field}`;
  (rules[type] ??= {})[field] = rule(key)(() => mask.has(key));
}
const server = new ApolloServer({
  schema: applyMiddleware(makeExecutableSchema({ typeDefs: schema, resolvers }), shield(rules)),
});
await server.start();
const app = express();
app.use("/v1/graphql", express.json({ limit: "1mb" }), expressMiddleware(server));
app.listen(Number(PORT), "127.0.0.1");
