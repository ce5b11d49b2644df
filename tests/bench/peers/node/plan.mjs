// What the peers share: the plan's document, the question of which fields may be read, and the change of one field.
import { readFileSync } from "node:fs";
import { MongoClient, ObjectId } from "mongodb";

export const { PORT, MONGODB_URI, FLOOR_DATABASE, SCHEMA, MASK } = process.env;
export const schema = readFileSync(SCHEMA, "utf-8");
export const mask = new Set(JSON.parse(readFileSync(MASK, "utf-8")));

const client = await new MongoClient(MONGODB_URI, { maxPoolSize: 100 }).connect();
const database = client.db(FLOOR_DATABASE);
const plans = database.collection("plannen");
const majority = { readConcern: { level: "snapshot" }, writeConcern: { w: "majority", j: true } };

export const findPlan = (id) => plans.findOne({ _id: id });

const WRITE_CONFLICT = 112;

async function conflict(planId) {
  const { versie } = await plans.findOne({ _id: planId }, { projection: { versie: 1 } });
  return { soort: "VersieConflict", versie };
}

// Of any version that is there: who, why and when, a hash and a signature.
let signed;

async function versionRecord(planId, nummer, tekst) {
  signed ??= await database.collection("versies").findOne({}, { projection: { _id: 0 } });
  const wijzigingen = [{ pad: "onderdak.hulpvraag", oud: null, nieuw: tekst }];
  return { ...signed, planId, nummer, wijzigingen };
}

// The same transaction as that of `wijzigPlan`: version checked; plan, version record and outbox record stored, where the relay finds them.
export async function changePlan({ planId, verwachteVersie, hulpvraag }) {
  const versie = verwachteVersie + 1;
  const record = await versionRecord(planId, versie, hulpvraag);
  const session = client.startSession();
  try {
    session.startTransaction(majority);
    const { matchedCount } = await plans.updateOne(
      { _id: planId, versie: verwachteVersie },
      { $set: { versie, "onderdak.hulpvraag": hulpvraag } },
      { session },
    );
    if (matchedCount !== 1) {
      await session.abortTransaction();
      return await conflict(planId);
    }
    await database.collection("versies").insertOne(record, { session });
    const outgoing = { _id: new ObjectId().toHexString(), planId, nummer: versie, beurten: false };
    await database.collection("uitgaand").insertOne(outgoing, { session });
    await session.commitTransaction();
    return { soort: "PlanGewijzigd", versie };
  } catch (error) {
    if (error.code !== WRITE_CONFLICT) throw error;
    return await conflict(planId);
  } finally {
    await session.endSession();
  }
}

// Every field of every type that holds plan content, as `Type.field`.
export function* contentFields(types) {
  for (const [type, fields] of Object.entries(types)) {
    if (["Query", "Mutation", "Uitkomst"].includes(type)) continue;
    for (const field of fields) yield [type, field];
  }
}

export const typesOf = (text) =>
  Object.fromEntries(
    [...text.matchAll(/^type (\w+) \{([^}]*)\}/gms)].map(([, name, body]) => [
      name,
      [...body.matchAll(/(\w+)(?:\([^)]*\))?:/g)].map(([, field]) => field),
    ]),
  );
