import assert from "node:assert/strict";
import { test } from "node:test";
import { JoinedReceipts } from "./joined.ts";
import type { Pdu } from "./library.ts";
import { type Receipt, readReceipt } from "./receipt.ts";

const pdu = (fields: Partial<Pdu>): Pdu => ({
  ...{ command: "deliver_sm", command_status: 0, esm_class: 4, response: () => pdu({}) },
  ...fields,
});
const TEXT = "id:77 sub:001 dlvrd:001 submit date:2612031200 done date:2612031201 stat:UNDELIV err:001 text:";

test("optional parameters come before the text; the text may be bytes", () => {
  const both = pdu({ receipted_message_id: "78", message_state: 2, short_message: { message: TEXT } });
  assert.deepEqual(readReceipt(both), { messageId: "78", status: "delivered" });
  const failed = { messageId: "77", status: "failed" };
  assert.deepEqual(readReceipt(pdu({ short_message: { message: TEXT } })), failed);
  assert.deepEqual(readReceipt(pdu({ short_message: Buffer.from(TEXT) })), failed);
});

test("what is no receipt, or says nothing final, or names no message, is passed over", () => {
  assert.equal(readReceipt(pdu({ esm_class: 0, short_message: { message: TEXT } })), undefined);
  assert.equal(readReceipt(pdu({ receipted_message_id: "1", message_state: 1 })), undefined);
  assert.equal(readReceipt(pdu({ receipted_message_id: "1", message_state: 7 })), undefined);
  assert.equal(readReceipt(pdu({ short_message: { message: "stat:DELIVRD" } })), undefined);
  assert.equal(readReceipt(pdu({ short_message: undefined })), undefined);
});

function joined() {
  const told: Receipt[] = [];
  return { told, receipts: new JoinedReceipts((receipt) => told.push(receipt)) };
}

test("a message is delivered when all its parts are, in whatever order the receipts come", () => {
  const { told, receipts } = joined();
  const group = receipts.begin();
  receipts.add(group, "1");
  receipts.take({ messageId: "1", status: "delivered" });
  receipts.add(group, "2");
  receipts.end(group, "2");
  assert.deepEqual(told, []);
  receipts.take({ messageId: "2", status: "delivered" });
  assert.deepEqual(told, [{ messageId: "2", status: "delivered" }]);
});

test("one part that failed fails the message, also before the last was sent", () => {
  const { told, receipts } = joined();
  const group = receipts.begin();
  receipts.add(group, "1");
  receipts.take({ messageId: "1", status: "failed" });
  receipts.add(group, "2");
  receipts.end(group, "2");
  assert.deepEqual(told.at(-1), { messageId: "2", status: "failed" });
});

test("after a restart a receipt of the last part still tells of the message", () => {
  const { told, receipts } = joined();
  receipts.take({ messageId: "2", status: "delivered" });
  assert.deepEqual(told, [{ messageId: "2", status: "delivered" }]);
});
