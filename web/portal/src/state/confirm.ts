import type { Confirmation, SendCodeRequest } from "@veche/api/portal";
import { useLanguage } from "@veche/ui";
import { useCallback, useState } from "react";
import type { Failure } from "../api/answer.ts";
import { type CodeSent, codeSent } from "../logic/codes.ts";
import { useBusy } from "./ask.ts";
import { useSession } from "./session.tsx";
import { useWorld } from "./world.ts";

export type ConfirmStep =
  /** Nothing was sent: the page says what is about to happen. */
  { readonly at: "start" } | { readonly at: "sms"; readonly sent: CodeSent } | { readonly at: "totp" };

export type Confirming = {
  readonly step: ConfirmStep;
  readonly isBusy: boolean;
  /** Why no code was sent, or the passkey failed, or the step was refused for another reason than the code. */
  readonly failure: Failure | "passkey" | undefined;
  /** Sends a code, or another one. */
  readonly send: () => void;
  readonly useTotp: () => void;
  readonly usePasskey: () => void;
  readonly restart: () => void;
  readonly submit: (code: string) => void;
  /** What is wrong with the code that was tried last. */
  readonly codeFault: Failure | undefined;
};

const OF_THE_CODE: readonly string[] = ["CODE_WRONG", "CODE_ENDED", "FACTOR_UNKNOWN"];

/**
 * Confirming a step by a code, an app or a passkey.
 *
 * @param carryOut makes the step with the confirmation; what comes back is why it was not made.
 */
export function useConfirm(
  about: Omit<SendCodeRequest, "language">,
  carryOut: (confirmation: Confirmation) => Promise<Failure | undefined>,
): Confirming {
  const { client } = useWorld();
  const { language } = useLanguage();
  const { person, now } = useSession();
  const [step, setStep] = useState<ConfirmStep>({ at: "start" });
  const [failure, setFailure] = useState<Confirming["failure"]>();
  const [codeFault, setCodeFault] = useState<Failure>();
  const [isBusy, run] = useBusy();

  const attempt = useCallback(
    async (confirmation: Confirmation) => {
      setFailure(undefined);
      setCodeFault(undefined);
      const refused = await carryOut(confirmation);
      if (refused === undefined) return;
      const isOfCode = refused.kind === "refusal" && OF_THE_CODE.includes(refused.code);
      if (isOfCode) setCodeFault(refused);
      else setFailure(refused);
    },
    [carryOut],
  );

  const send = (): void =>
    run(async () => {
      setFailure(undefined);
      setCodeFault(undefined);
      const before = step.at === "sms" ? step.sent : undefined;
      const known = person?.telephone ?? "";
      const sent = codeSent(await client.sendCode({ ...about, language }), before, known, now());
      if ("kind" in sent) setFailure(sent);
      else setStep({ at: "sms", sent });
    });

  const submit = (code: string): void =>
    run(() => attempt({ method: step.at === "totp" ? "totp" : "sms", code }));

  const usePasskey = (): void =>
    run(async () => {
      setFailure(undefined);
      const { purpose, subject } = about;
      if (purpose === "telephone") return;
      const found = await client.passkeyChallenge({ purpose, subject });
      if (found.kind !== "ok") return setFailure(found);
      const { assertPasskey } = await import("../passkey.ts");
      const assertion = await assertPasskey(found.value);
      if (assertion === undefined) return setFailure("passkey");
      await attempt({ method: "passkey", assertion });
    });

  const goTo = (next: ConfirmStep) => (): void => {
    setFailure(undefined);
    setCodeFault(undefined);
    setStep(next);
  };
  return {
    step,
    isBusy,
    failure,
    codeFault,
    send,
    submit,
    usePasskey,
    useTotp: goTo({ at: "totp" }),
    restart: goTo({ at: "start" }),
  };
}
