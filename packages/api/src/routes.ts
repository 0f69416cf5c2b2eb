/** HTTP routes of the services as data (§07.7). `:id` is an electionId in 64 lower-case hexadecimal digits. */
export const NODE_ROUTES = {
  elections: "/elections",
  transaction: "/e/:id/tx",
  checkpoint: "/e/:id/checkpoint",
  signed: "/e/:id/signed/:size",
  tile: "/e/:id/tile/*",
  proof: "/e/:id/proof/:index",
  indexOf: "/e/:id/index/:hash",
} as const;

export const ISSUER_ROUTES = { sign: "/sign" } as const;
export const REGISTRAR_ROUTES = { issue: "/issue" } as const;

export const CBOR_TYPE = "application/cbor";

/** Path of a node's resource, e.g. `electionPath(id, "checkpoint")` = `/e/<id>/checkpoint`. */
export const electionPath = (electionIdHex: string, resource: string): string =>
  `/e/${electionIdHex}/${resource}`;
