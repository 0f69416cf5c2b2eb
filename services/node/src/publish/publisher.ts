import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, type Bytes, type Clock, equalBytes, err, ok, type Result } from "@veche/base";
import { policyOf } from "@veche/client";
import type { Election, Validator } from "@veche/election";
import { verifyEd25519Strict } from "@veche/group";
import {
  addSignatures,
  type CheckpointPolicy,
  cosignNote,
  formatCheckpoint,
  formatNote,
  type Note,
  type NoteSignature,
  parseSignatureLines,
  proveConsistency,
  sameSigner,
  signNote,
  type TreeHead,
  type VerifierKey,
  verifyCheckpoint,
  verifySignature,
} from "@veche/tlog";
import type { NodeKeys } from "../home/keys.ts";
import { ed25519Signer, type Sign } from "../home/signing.ts";
import { writeWhole } from "../store/files.ts";
import { diskHashes, type TileFolder } from "../tiles/read-tiles.ts";

/** What witnesses are asked to cosign (C2SP tlog-witness). */
export type CosignRequest = {
  readonly electionId: Bytes;
  /** The checkpoint with the signatures of log and validator. */
  readonly note: Bytes;
  readonly size: number;
  /** Consistency proof from a smaller size, for a witness that saw that one last. */
  readonly proofFrom: (oldSize: number) => readonly Bytes[];
};

/** Asks the witnesses; signature lines as bytes, one element for each witness that answered. */
export type Cosign = (request: CosignRequest) => Promise<readonly Bytes[]>;

export type Published = TreeHead & { readonly note: Bytes };

export type PublishError = {
  readonly code: "WITNESS_QUORUM_MISSING";
  readonly witnesses: number;
  readonly quorum: number;
};

export type PublisherOptions = {
  readonly election: Election;
  readonly validator: Validator;
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly cosign: Cosign | undefined;
  readonly folder: TileFolder;
};

const COSIGN_TIMEOUT_MS = 10_000;

/**
 * Signs and publishes the checkpoints of one election. It publishes none that does not satisfy the manifest (§07.4.1), so an
 * acknowledgement never rests on less than what a verifier will ask for.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #policy: CheckpointPolicy;
  readonly #logKey: VerifierKey;
  readonly #validatorKey: VerifierKey;
  readonly #signAsLog: Sign;
  readonly #signAsValidator: Sign;
  #published: Published | undefined;

  constructor(options: PublisherOptions, published: Published | undefined) {
    const { validator, election, keys } = options;
    this.#options = options;
    this.#policy = policyOf(election.manifest);
    this.#logKey = keyAmong(this.#policy.logKeys, validator.logKey);
    this.#validatorKey = keyAmong(this.#policy.validators, validator.key);
    this.#signAsLog = ed25519Signer(keys.log);
    this.#signAsValidator = ed25519Signer(keys.validator);
    this.#published = published;
  }

  /** The checkpoint that stands; none before the first. */
  get published(): Published | undefined {
    return this.#published;
  }

  /** Publishes a head whose tiles are written. The file is there, whole, when it resolves. */
  async publish({ size, root }: TreeHead): Promise<Result<Published, PublishError>> {
    const note = await this.#sign({ size, root });
    const cosigned = await this.#addWitnesses(note, size);
    if (!cosigned.ok) return err(cosigned.error);
    const bytes = formatNote(cosigned.value);
    const { published, temporary } = this.#options.folder;
    await writeWhole(join(published, "checkpoint"), bytes, { temporary, durable: false });
    this.#published = { size, root, note: bytes };
    return ok(this.#published);
  }

  async #sign(head: TreeHead): Promise<Note> {
    const { clock } = this.#options;
    const text = formatCheckpoint({ origin: this.#policy.origin, ...head });
    const seconds = Math.max(1, Math.floor(clock() / 1000));
    return {
      text,
      signatures: [
        signNote(text, this.#logKey, this.#signAsLog),
        cosignNote(text, this.#validatorKey, seconds, this.#signAsValidator),
      ],
    };
  }

  async #addWitnesses(note: Note, size: number): Promise<Result<Note, PublishError>> {
    const { witnesses, witnessQuorum } = this.#policy;
    const { cosign, election, folder } = this.#options;
    if (cosign === undefined) {
      return witnessQuorum === 0 ? ok(note) : this.#tooFew(0);
    }
    const proofFrom = (oldSize: number): readonly Bytes[] => {
      const proof = proveConsistency(oldSize, size, diskHashes(folder.published, size));
      assert(proof.ok, "the tiles of a head are written before it is published");
      return proof.value;
    };
    const request = { electionId: election.electionId, note: formatNote(note), size, proofFrom };
    const answers = await within(COSIGN_TIMEOUT_MS, cosign(request));
    const added: NoteSignature[] = [];
    for (const line of parsed(answers)) {
      const key = witnesses.find((witness) => sameSigner(witness, line));
      if (key === undefined || added.some((present) => sameSigner(present, line))) continue;
      if (verifySignature(note.text, line, key, verifyEd25519Strict).ok) added.push(line);
    }
    return added.length >= witnessQuorum ? ok(addSignatures(note, added)) : this.#tooFew(added.length);
  }

  #tooFew(witnesses: number): Result<never, PublishError> {
    return err({ code: "WITNESS_QUORUM_MISSING", witnesses, quorum: this.#policy.witnessQuorum });
  }
}

/**
 * The checkpoint that a stopped node left, if it is whole and satisfies the manifest. Written without waiting for the disk,
 * it may be gone after a power failure; it is then signed again.
 */
export async function readPublished(folder: TileFolder, election: Election): Promise<Published | undefined> {
  const bytes = await readFile(join(folder.published, "checkpoint")).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const note = new Uint8Array(bytes);
  const verified = verifyCheckpoint(note, policyOf(election.manifest), verifyEd25519Strict);
  if (!verified.ok) return undefined;
  const { size, root } = verified.value.checkpoint;
  return { size, root, note };
}

function keyAmong(keys: readonly VerifierKey[], publicKey: Bytes): VerifierKey {
  const key = keys.find((one) => equalBytes(one.publicKey, publicKey));
  assert(key !== undefined, "the validator stands in the manifest");
  return key;
}

function parsed(answers: readonly Bytes[]): readonly NoteSignature[] {
  return answers.flatMap((answer) => {
    const lines = parseSignatureLines(answer);
    return lines.ok ? lines.value : [];
  });
}

/** A witness that hangs counts as one that did not sign. */
async function within(ms: number, work: Promise<readonly Bytes[]>): Promise<readonly Bytes[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Bytes[]>((resolve) => {
    timer = setTimeout(() => resolve([]), ms);
  });
  try {
    return await Promise.race([work.catch(() => []), late]);
  } finally {
    clearTimeout(timer);
  }
}
