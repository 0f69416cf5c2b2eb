/**
 * A telephone as people may see it and logs may hold it (L27): country, the three digits after it if the number is Russian or
 * American, and the last four: `+7 900 •••-12-34`. Of anything that is no number of E.164 nothing is shown.
 */
export function maskTelephone(telephone: string): string {
  if (!/^\+[1-9][0-9]{7,14}$/.test(telephone)) return telephone === "" ? "" : "•••";
  const end = `•••-${telephone.slice(-4, -2)}-${telephone.slice(-2)}`;
  // Ten digits follow +7 and +1; elsewhere the length of country and area codes is not known here.
  return /^\+[17][0-9]{10}$/.test(telephone)
    ? `${telephone.slice(0, 2)} ${telephone.slice(2, 5)} ${end}`
    : `${telephone.slice(0, 3)} ${end}`;
}
