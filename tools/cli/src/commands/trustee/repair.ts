import { command } from "../../framework/command.ts";
import { abouts } from "../../texts/commands.ts";
import { trusteeTexts } from "../../texts/trustee.ts";
import { openVault, stopOfMachine } from "../../trustee/desk.ts";
import { PASSPHRASE_FILE, WORK_FACTOR_OPTION } from "../options.ts";
import { MEDIA } from "./options.ts";

export const trusteeRepair = command({
  name: "repair",
  about: abouts.trusteeRepair,
  options: { media: MEDIA, passphraseFile: PASSPHRASE_FILE, workFactor: WORK_FACTOR_OPTION },
  examples: [{ line: "veche trustee repair --media /media/usb1 --media /media/usb3" }],
  run: async (context, options) => {
    const { out } = context;
    const vault = await openVault(context, options);
    try {
      const repaired = await vault.repair();
      if (!repaired.ok) throw stopOfMachine(repaired.error);
      const items = repaired.value;
      const sentence =
        items.length === 0 ? trusteeTexts.nothingToRepair : trusteeTexts.repaired(items.join(", "));
      out.result({ repaired: items }, [out.say(sentence)]);
    } finally {
      await vault.close();
    }
    return 0;
  },
});
