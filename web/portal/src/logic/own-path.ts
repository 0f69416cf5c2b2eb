/** A path of the portal out of an address, or the other one: what leads away from the portal is not followed. */
export const ownPath = (text: string | null, otherwise: string): string =>
  text !== null && /^\/(?![/\\])/.test(text) ? text : otherwise;
