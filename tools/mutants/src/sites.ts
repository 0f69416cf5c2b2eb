import { parseSync } from "oxc-parser";

/** One way to take a check out of a source file. */
export type Variant = { readonly name: string; readonly text: string };

/** An expression of a source file that decides something, and what may stand in its place. */
export type Site = {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly source: string;
  /** The statement around it, which often names the reason that it gives. */
  readonly statement: string;
  readonly variants: readonly Variant[];
};

type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly test?: Node;
  readonly left?: Node;
  readonly right?: Node;
  readonly operator?: string;
  readonly callee?: Node;
  readonly property?: Node;
  readonly name?: string;
  readonly arguments?: readonly Node[];
};

const COMPARISONS = ["===", "!==", "==", "!=", "<", "<=", ">", ">=", "instanceof", "in"];
/** The neighbour of a bound: off by one. */
const NEIGHBOUR: { readonly [operator: string]: string } = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const TESTED = ["IfStatement", "ConditionalExpression"];
const LOOPS = ["ForStatement", "WhileStatement", "DoWhileStatement"];

/**
 * The places of a file where a check is made: calls of `expect` and `fail`, tests of `if` and `?:`, the parts of
 * `&&` and `||`, comparisons and negations that are a value. Tests of loops only by their bounds: a loop
 * without end shows nothing.
 */
export function sitesOf(path: string, source: string): readonly Site[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found = new Map<
    string,
    { readonly node: Node; readonly statement: string; readonly variants: Variant[] }
  >();
  let statement = "";
  const add = (node: Node, name: string, text: string): void => {
    const key = `${node.start} ${node.end}`;
    const known = found.get(key) ?? { node, statement, variants: [] };
    if (!known.variants.some((one) => one.text === text))
      known.variants.push({ name: unlike(name, known.variants), text });
    found.set(key, known);
  };
  walk(program as unknown as Node, undefined, (node, parent) => {
    if (/Statement$|Declaration$/.test(node.type) && node.type !== "BlockStatement")
      statement = source.slice(node.start, node.end);
    visit(node, parent, source, add);
  });
  const lineOf = lineCounter(source);
  return [...found.values()]
    .map(({ node: { start, end }, statement: around, variants }) => ({
      start,
      end,
      line: lineOf(start),
      source: source.slice(start, end),
      statement: around.length > 2000 ? "" : around,
      variants,
    }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Names are cut: the second part of a condition that looks like its first one is told from it by a number. */
function unlike(name: string, others: readonly Variant[]): string {
  const same = others.filter((one) => one.name === name || one.name.startsWith(`${name} #`)).length;
  return same === 0 ? name : `${name} #${same + 1}`;
}

function lineCounter(source: string): (at: number) => number {
  return (at) => source.slice(0, at).split("\n").length;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

function walk(
  node: Node,
  parent: Node | undefined,
  see: (node: Node, parent: Node | undefined) => void,
): void {
  // Types vanish before anything runs.
  if (
    node.type.startsWith("TS") &&
    !["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"].includes(node.type)
  )
    return;
  see(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, node, see);
  }
}

type Add = (node: Node, name: string, text: string) => void;

function visit(node: Node, parent: Node | undefined, source: string, add: Add): void {
  const text = (one: Node): string => source.slice(one.start, one.end);
  const { type, test, left, right, operator = "" } = node;
  if (type === "CallExpression") visitCall(node, source, add);
  if (test !== undefined && TESTED.includes(type)) {
    add(test, "never", "false");
    add(test, "always", "true");
  }
  if (isDecision(node) && parent !== undefined && isValueOf(node, parent)) {
    add(node, "always true", "true");
    add(node, "always false", "false");
  }
  if (left === undefined || right === undefined) return;
  if (type === "LogicalExpression" && operator !== "??") {
    add(node, `without \`${short(text(right))}\``, text(left));
    add(node, `without \`${short(text(left))}\``, text(right));
  }
  const neighbour = type === "BinaryExpression" ? NEIGHBOUR[operator] : undefined;
  if (neighbour === undefined) return;
  add(node, `\`${neighbour}\` for \`${operator}\``, `${text(left)} ${neighbour} ${text(right)}`);
}

/** `expect(condition, …)` and `fail(…)`, of whatever object. */
function visitCall(node: Node, source: string, add: Add): void {
  const { callee, arguments: given = [] } = node;
  if (callee === undefined) return;
  const property = callee.property ?? callee;
  const { name } = property;
  const [first] = given;
  if (name === "expect" && first !== undefined) {
    add(first, "check removed", "true");
    add(first, "check negated", `!(${source.slice(first.start, first.end)})`);
  }
  const object = source.slice(callee.start, property.start - 1);
  if (name === "fail" || (name === "add" && /faults?$/.test(object))) {
    add(node, "failure not reported", "undefined");
  }
}

/** A comparison, a negation, or a chain of them. */
function isDecision(node: Node | undefined): boolean {
  if (node === undefined) return false;
  const { type, operator = "", left, right } = node;
  if (type === "BinaryExpression") return COMPARISONS.includes(operator);
  if (type === "UnaryExpression") return operator === "!";
  return type === "LogicalExpression" && operator !== "??" && (isDecision(left) || isDecision(right));
}

/** Where a decision is a value of its own: its parts, and tests, have variants already. */
function isValueOf(node: Node, parent: Node): boolean {
  if (parent.type === "LogicalExpression" || parent.type === "UnaryExpression") return false;
  if (LOOPS.includes(parent.type)) return false;
  return !(TESTED.includes(parent.type) && parent.test === node);
}

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 50 ? `${line.slice(0, 47)}...` : line;
};
