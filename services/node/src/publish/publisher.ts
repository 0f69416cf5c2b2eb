import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, type Bytes, type Clock, err, ok, type Result, toHex } from "@veche/base";
import { policyOf } from "@veche/client";
import type { Election, Validator } from "@veche/election";
import { verifyEd25519Strict } from "@veche/group";
import {
  addSignatures,
  type CheckpointPolicy,
  formatNote,
  isValidatorQuorum,
  type Note,
  type NoteSignature,
  parseSignatureLines,
  proveConsistency,
  sameSigner,
  type TreeHead,
  verifyCheckpoint,
  verifySignature,
} from "@veche/tlog";
import type { NodeKeys } from "../home/keys.ts";
import { errorFields, type Logger } from "../log/logger.ts";
import type { ElectionPaths } from "../store/election-store.ts";
import { writeWhole } from "../store/files.ts";
import { diskHashes, type TileFolder } from "../tiles/read-tiles.ts";
import type { BlockEnds } from "./block-ends.ts";
import { type AskSigned, Cosigners, type Waits } from "./cosigners.ts";
import { keepFork } from "./fork-evidence.ts";
import { HeadSigner } from "./head-signer.ts";
import { SignedHeads, type SigningError } from "./signed-heads.ts";

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

export type PublishError =
  | { readonly code: "WITNESS_QUORUM_MISSING"; readonly witnesses: number; readonly quorum: number }
  | { readonly code: "VALIDATOR_QUORUM_MISSING"; readonly signed: number; readonly validators: number }
  | SigningError;

/** What a validator among others has beside a lone one. */
export type AmongValidators = {
  /** The other validators. */
  readonly others: readonly AskSigned[];
  readonly ends: BlockEnds;
  readonly paths: ElectionPaths;
  readonly logger: Logger;
  readonly waits?: Waits;
};

export type PublisherOptions = {
  readonly election: Election;
  readonly validator: Validator;
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly cosign: Cosign | undefined;
  readonly folder: TileFolder;
  /** Nothing with the embedded engine. */
  readonly among?: AmongValidators | undefined;
};

const COSIGN_TIMEOUT_MS = 10_000;

/**
 * Signs and publishes the checkpoints of one election. It publishes none that does not satisfy the manifest (§07.4.1), so an
 * acknowledgement never rests on less than what a verifier will ask for.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #policy: CheckpointPolicy;
  readonly #signer: HeadSigner;
  readonly #signed: SignedHeads | undefined;
  readonly #cosigners: Cosigners | undefined;
  #published: Published | undefined;
  #keeping: Promise<unknown> = Promise.resolve();

  constructor(options: PublisherOptions, published: Published | undefined) {
    const { election, validator, keys, clock, among } = options;
    this.#options = options;
    this.#policy = policyOf(election.manifest);
    this.#signer = new HeadSigner(this.#policy, validator, keys, clock);
    this.#signed = among && new SignedHeads(among.paths, this.#signer, among.ends);
    this.#cosigners = among && this.#cosignersOf(among);
    this.#published = published;
  }

  /** The checkpoint that stands; none before the first. */
  get published(): Published | undefined {
    return this.#published;
  }

  /**
   * Told of every end of a block, whether or not a checkpoint of it will be published here: other validators may ask for our
   * signatures. What keeps us from signing is told by `publish`.
   */
  headEnds(head: TreeHead): void {
    const { among } = this.#options;
    this.#signed?.sign(head).catch((error: unknown) => {
      among?.logger("error", "not-signed", { size: head.size, ...errorFields(error) });
    });
  }

  /** Our signatures of a size, for other validators (§07.7.2). */
  signedAt(size: number): Bytes | undefined {
    return this.#signed?.noteAt(size);
  }

  /** Publishes a head whose tiles are written. The file is there, whole, when it resolves. */
  async publish({ size, root }: TreeHead): Promise<Result<Published, PublishError>> {
    const own = await this.#sign({ size, root });
    if (!own.ok) return own;
    // Before the witnesses: they sign what comes first, and must not be led onto a log that the others do not have.
    const agreed = await this.#addValidators(own.value, size);
    if (!agreed.ok) return agreed;
    const cosigned = await this.#addWitnesses(agreed.value, size);
    if (!cosigned.ok) return err(cosigned.error);
    const bytes = formatNote(cosigned.value);
    const { published, temporary } = this.#options.folder;
    await writeWhole(join(published, "checkpoint"), bytes, { temporary, durable: false });
    this.#published = { size, root, note: bytes };
    return ok(this.#published);
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    await this.#signed?.close();
    await this.#keeping;
  }

  async #sign(head: TreeHead): Promise<Result<Note, SigningError>> {
    const may = await this.#signed?.sign(head);
    return may === undefined || may.ok ? ok(this.#signer.sign(head)) : may;
  }

  async #addValidators(note: Note, size: number): Promise<Result<Note, PublishError>> {
    const { electionId } = this.#options.election;
    const added = (await this.#cosigners?.collect({ electionId, size, note })) ?? [];
    const [signed, validators] = [1 + added.length, this.#policy.validators.length];
    if (!isValidatorQuorum(signed, validators)) {
      return err({ code: "VALIDATOR_QUORUM_MISSING", signed, validators });
    }
    return ok(addSignatures(note, added));
  }

  #cosignersOf({ others, paths, logger, waits }: AmongValidators): Cosigners {
    const { electionId } = this.#options.election;
    const name = toHex(electionId);
    const onFork = (theirs: Bytes, size: number, at: number): void => {
      const ours = this.signedAt(size);
      assert(ours !== undefined, "what others are asked for is signed here");
      // One after the other, so that the same proof is kept, and told, once.
      this.#keeping = this.#keeping
        .then(() => keepFork(paths, { electionId, ours, theirs }))
        .then(
          (isNew) => isNew && logger("error", "fork-proved", { election: name, size, validator: at }),
          (error: unknown) =>
            logger("error", "fork-not-kept", { election: name, size, ...errorFields(error) }),
        );
    };
    const onRefused = (size: number, at: number): void =>
      logger("warn", "cosignature-refused", { election: name, size, validator: at });
    return new Cosigners(others, this.#policy, this.#signer.validatorKey, { onFork, onRefused }, waits);
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
