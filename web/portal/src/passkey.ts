import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import type { PasskeyOptions } from "./api/readers.ts";

/** Loaded when it is needed only. Options come from our own service; `undefined`: the person or the browser did not confirm. */

export async function assertPasskey({ options }: PasskeyOptions): Promise<unknown> {
  try {
    const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
    return await startAuthentication({ optionsJSON });
  } catch {
    return undefined;
  }
}

export async function makePasskey({ options }: PasskeyOptions): Promise<unknown> {
  try {
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    return await startRegistration({ optionsJSON });
  } catch {
    return undefined;
  }
}
