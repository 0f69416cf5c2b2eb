import { randomBytes as nodeRandomBytes } from "node:crypto";
import type { RandomBytes } from "@veche/base";

export const randomBytes: RandomBytes = (length) => new Uint8Array(nodeRandomBytes(length));
