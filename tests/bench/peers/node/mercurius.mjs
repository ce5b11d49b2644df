// mercurius with graphql-jit, and a check of the mask in the resolver of every field.
import Fastify from "fastify";
import mercurius from "mercurius";
import { PORT, changePlan, contentFields, findPlan, mask, schema, typesOf } from "./plan.mjs";

const resolvers = {
  Query: { plan: (_, { id }) => findPlan(id) },
  Mutation: { wijzigPlan: (_, { input }) => changePlan(input) },
};
for (const [type, field] of contentFields(typesOf(schema))) {
  const key = `${type}.${field}`;
  const stored = key === "Plan.id" ? "_id" : field;
  (resolvers[type] ??= {})[field] = (parent) => {
    if (!mask.has(key)) throw new Error("niet toegestaan");
    return parent[stored];
  };
}

const app = Fastify();
app.register(mercurius, { schema, resolvers, jit: 1, path: "/v1/graphql" });
await app.listen({ port: Number(PORT), host: "127.0.0.1" });
