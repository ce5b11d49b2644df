// A certified OpenID provider (oidc-provider) with the claims that this API asks of an issuer. Its configuration comes on standard input.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

import Provider from "oidc-provider";

const given = JSON.parse(readFileSync(0, "utf8"));

const provider = new Provider(given.issuer, {
  jwks: given.jwks,
  clients: given.clients,
  cookies: { keys: ["alleen-voor-deze-test"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  pkce: { required: () => true },
  extraTokenClaims: (_, token) => given.claims[token.clientId],
  ttl: { AccessToken: 900, ClientCredentials: 900 },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    dPoP: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => given.audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "plan",
        audience: given.audience,
        accessTokenTTL: 900,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: given.algorithm } },
      }),
    },
  },
});

createServer({ key: given.key, cert: given.certificate }, provider.callback()).listen(given.port, "127.0.0.1", () =>
  console.log("luistert"),
);
