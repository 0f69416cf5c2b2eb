import { assert, type Bytes, concat } from "@veche/base";
import {
  type EncodedEquality,
  type EqualityStatement,
  proveEquality,
  SmallLogarithms,
  verifyEncodedEquality,
} from "@veche/crypto";
import {
  encodePoint,
  multiply,
  multiplyBase,
  multiScalar,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { baselineOf, type Figure, figure, reading } from "../figure.ts";
import { perOperation, type Sampling } from "../measure.ts";
import { randomBytes } from "../random.ts";
import { scaledBy } from "../statistics.ts";

export type TallyInput = { readonly aggregates: number; readonly sampling: Sampling };

/** Trustees whose decryptions are verified. */
const TRUSTEES = 5;
/** Ballots behind all sums together, in groups of ten thousand. */
const BALLOTS_A_GROUP = 10_000;
/** Sums that noble recomputes for the baseline. */
const BASELINE_SUMS = 20;
const MICROSECONDS = 1_000_000;

/** After the close: a trustee's decryption with its proof, the proofs of five, and the counts that the sums open to. */
export function measureTally(
  { aggregates, sampling }: TallyInput,
  onProgress: (done: number, total: number) => void,
): readonly Figure[] {
  const bases = Array.from({ length: aggregates }, () => multiplyBase(randomScalar(randomBytes)));
  const secret = randomScalar(randomBytes);
  const once = { samples: 1, sampleMs: 0 };
  onProgress(1, 5);
  let made: { readonly statement: EqualityStatement; readonly proof: Bytes } | undefined;
  const prove = () => {
    made = decryption(bases, secret);
  };
  prove();
  onProgress(2, 5);
  const proving = perOperation({ ...once, samples: aggregates > 500 ? 1 : sampling.samples }, 1, prove);
  onProgress(3, 5);
  const { statement, proof } = made as unknown as NonNullable<typeof made>;
  const kernel = createKernel();
  const encoded = encodedOf(statement);
  const verifying = perOperation({ ...sampling, sampleMs: 0 }, 1, () =>
    assert(verifyEncodedEquality(kernel, encoded, proof) === "RIGHT", "a proof of our own"),
  );
  onProgress(4, 5);
  const noble = perOperation(sampling, BASELINE_SUMS, () => recompute(statement, BASELINE_SUMS));
  const counting = perOperation({ ...once, samples: sampling.samples }, 1, () => count(bases.length));
  onProgress(5, 5);
  const seconds = 1 / MICROSECONDS;
  return [
    figure("tally.prove", "s", scaledBy(proving, seconds)),
    figure(
      "tally.verify",
      "s",
      scaledBy(verifying, TRUSTEES * seconds),
      baselineOf("noble, one by one", scaledBy(noble, TRUSTEES * aggregates * seconds)),
    ),
    figure("tally.count", "s", scaledBy(counting, seconds)),
    reading("tally.sums", "count", aggregates),
  ];
}

function decryption(bases: readonly Point[], secret: Scalar) {
  const images = bases.map((base) => multiply(base, secret));
  const statement: EqualityStatement = {
    label: "decryption",
    context: [new Uint8Array(32), new Uint8Array(64), 1],
    key: multiplyBase(secret),
    bases,
    images,
  };
  return { statement, proof: proveEquality(statement, secret, randomBytes) };
}

const encodedOf = ({ label, context, key, bases, images }: EqualityStatement): EncodedEquality => ({
  label,
  context,
  key: encodePoint(key),
  bases: concat(...bases.map(encodePoint)),
  images: concat(...images.map(encodePoint)),
});

/** The commitment of each of the first sums, z·A − c·D, by noble. */
function recompute({ bases, images }: EqualityStatement, count: number): void {
  const weights = [randomScalar(randomBytes), randomScalar(randomBytes)];
  for (let at = 0; at < count; at++) {
    const index = at % bases.length;
    encodePoint(multiScalar([bases[index] as Point, images[index] as Point], weights));
  }
}

let opened: readonly { readonly point: Point; readonly value: number }[] = [];

/** Finds the counts of all sums, each of a group of ten thousand ballots. */
function count(sums: number): void {
  if (opened.length !== sums) {
    opened = Array.from({ length: sums }, (_, at) => {
      const value = (at * 7_919) % BALLOTS_A_GROUP;
      return { value, point: multiplyBase(BigInt(value)) };
    });
  }
  const logarithms = new SmallLogarithms(opened.map(() => BALLOTS_A_GROUP));
  for (const { point, value } of opened) {
    assert(logarithms.find(point, BALLOTS_A_GROUP) === value, "a count of our own");
  }
}
