/** What a trustee could post who does not use the machine, or not only. */
import { type Bytes, type CborMap, expectOk } from "@veche/base";
import { buildTransaction, decodeTransaction, type TransactionType } from "@veche/ledger";
import { Encrypter } from "age-encryption";
import { ceremonyOf, type Scene, takenStep, withVault } from "./scene.ts";

/** Any body under the trustee's signature. */
export function signedBy(
  scene: Scene,
  trustee: number,
  type: TransactionType,
  body: CborMap,
): Promise<Bytes> {
  return withVault(scene, trustee, async (vault) => {
    const signer = {
      role: "trustee",
      index: trustee,
      sign: (message: Bytes) => vault.sign(message),
    } as const;
    return buildTransaction(scene.ledger.test.log, type, 0, body, [signer]);
  });
}

/** The next message of the trustee's machine with its body changed, and signed again. */
export async function changedStep(
  scene: Scene,
  trustee: number,
  change: (body: CborMap) => CborMap | Promise<CborMap>,
): Promise<Bytes> {
  const { transactions } = await takenStep(scene, trustee);
  const { type, body } = expectOk(decodeTransaction(transactions[0] as Bytes), "own transaction");
  return signedBy(scene, trustee, type as TransactionType, await change(body));
}

/** An age file that only `receiver` can open. */
export function sealedTo(scene: Scene, receiver: number, plaintext: Bytes): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(scene.ledger.test.manifest.trustees.members[receiver - 1]?.age ?? "");
  return encrypter.encrypt(plaintext);
}

/** What a dealer would send: the plaintext for a receiver. */
export type Plaintexts = (receiver: number) => Promise<Bytes>;

/** Dealer's `trustee-shares` in which the file for `receiver` is another one. */
export function sharesWith(
  scene: Scene,
  dealer: number,
  receiver: number,
  make: (plaintextFor: Plaintexts) => Promise<Bytes>,
): Promise<Bytes> {
  return changedStep(scene, dealer, async (body) => {
    const { shares } = body;
    const files = shares as readonly Bytes[];
    const receivers = ceremonyOf(scene).alive.filter((trustee) => trustee !== dealer);
    const plaintextFor: Plaintexts = async (of) => {
      const file = files[receivers.indexOf(of)] as Bytes;
      return (await withVault(scene, of, (vault) => vault.openAgeFile(file))) as Bytes;
    };
    const wrong = await make(plaintextFor);
    const at = receivers.indexOf(receiver);
    return { ...body, shares: files.map((file, i) => (i === at ? wrong : file)) };
  });
}
