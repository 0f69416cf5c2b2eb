import { createServer, type Server, type Socket } from "node:net";
import { type Bytes, concat, u8, utf8 } from "@veche/base";
import { ed25519PublicKey, signEd25519 } from "@veche/group";

/** Message numbers of the agent protocol (draft-miller-ssh-agent, section 5.1). */
const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;

/**
 * As much of an SSH agent as litewitness needs: one Ed25519 key, listed and signed with, so that a test need not have OpenSSH.
 * Listens on a unix socket.
 */
export async function startSshAgent(path: string, secretKey: Bytes): Promise<Server> {
  const server = createServer((socket) => answerAll(socket, secretKey));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

/** The key as SSH writes it (RFC 8709 §4). */
export const sshPublicKey = (secretKey: Bytes): Bytes =>
  concat(string(utf8("ssh-ed25519")), string(ed25519PublicKey(secretKey)));

function answerAll(socket: Socket, secretKey: Bytes): void {
  let received = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (piece) => {
    received = Buffer.concat([received, piece]);
    while (received.length >= 4 && received.length >= 4 + received.readUInt32BE(0)) {
      const end = 4 + received.readUInt32BE(0);
      socket.write(string(answer(new Uint8Array(received.subarray(4, end)), secretKey)));
      received = received.subarray(end);
    }
  });
}

function answer(message: Bytes, secretKey: Bytes): Bytes {
  const key = sshPublicKey(secretKey);
  switch (message[0]) {
    case REQUEST_IDENTITIES:
      return concat(u8(IDENTITIES_ANSWER), number(1), string(key), string(utf8("witness")));
    case SIGN_REQUEST: {
      const [blob, data] = strings(message.subarray(1));
      if (blob === undefined || data === undefined) return u8(FAILURE);
      const signature = concat(string(utf8("ssh-ed25519")), string(signEd25519(secretKey, data)));
      return concat(u8(SIGN_RESPONSE), string(signature));
    }
    default:
      return u8(FAILURE);
  }
}

function number(value: number): Bytes {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return new Uint8Array(bytes);
}

const string = (bytes: Bytes): Bytes => concat(number(bytes.length), bytes);

/** The first two strings of a message. */
function strings(bytes: Bytes): readonly Bytes[] {
  const view = Buffer.from(bytes);
  const first = 4 + view.readUInt32BE(0);
  const second = first + 4 + view.readUInt32BE(first);
  return [view.subarray(4, first), view.subarray(first + 4, second)].map((part) => new Uint8Array(part));
}
