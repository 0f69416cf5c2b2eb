/** IPv6 gives every line 2^64 addresses or more: limits count the line. */
const LINE_GROUPS = 4;
const GROUPS = 8;

/** What a limit by address counts: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !ip.includes(":")) return mapped ?? ip;
  const [left = [], right = []] = (ip.split("%")[0] ?? "").split("::").map(groupsOf);
  const zeros = Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, LINE_GROUPS).join(":");
}

const groupsOf = (text: string): readonly string[] =>
  text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16).toString(16));
