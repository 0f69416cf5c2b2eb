import { join } from "node:path";
import type { Bytes, Result } from "@veche/base";
import {
  type AccountsError,
  accountsPath,
  encodeLetter,
  type Roll,
  registerPath,
  writeAccounts,
  writeRegister,
} from "@veche/registrar";
import { writeNewFile, writeNewFolder } from "../files/write.ts";
import { type Proposals, proposalsText } from "../proposal/file.ts";
import { electionFolder } from "../service/election-folder.ts";
import { serviceStop } from "../texts/service-faults.ts";

/** The file of the registrar's home in which the roll waits for the commission's signatures. */
export const ROLL_PROPOSAL = "roll.json";

/**
 * Keeps accounts, register and proposals in the registrar's home, whole or not at all. A roll is made once: letters that
 * went out could not be called back.
 */
export async function keepRoll(
  home: string,
  electionId: Bytes,
  { accounts, register }: Roll,
  proposals: Proposals,
): Promise<string> {
  const folder = electionFolder(home, electionId);
  await writeNewFolder(folder, "secret", async (temporary) => {
    kept(temporary, await writeAccounts(accountsPath(temporary), accounts));
    kept(temporary, await writeRegister(registerPath(temporary), register));
    await writeNewFile(join(temporary, ROLL_PROPOSAL), proposalsText(proposals), "secret");
  });
  return join(folder, ROLL_PROPOSAL);
}

/** One letter a voter, in a folder that appears with all of them. */
export async function writeLetters(folder: string, electionId: Bytes, { letters }: Roll): Promise<void> {
  await writeNewFolder(folder, "secret", async (temporary) => {
    for (const letter of letters) {
      const path = join(temporary, `letter-${letter.person}.json`);
      await writeNewFile(path, encodeLetter(electionId, letter), "secret");
    }
  });
}

function kept(path: string, written: Result<undefined, AccountsError>): void {
  if (!written.ok) throw serviceStop(path, written.error.code);
}
