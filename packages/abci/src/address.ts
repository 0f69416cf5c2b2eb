/** Where an application listens. TCP has no access control of its own: `host` should be a loopback address. */
export type SocketAddress =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

/** As CometBFT writes it in `proxy_app`, and `abci-cli` in `--address`. */
export function formatAddress(address: SocketAddress): string {
  return address.kind === "unix" ? `unix://${address.path}` : `tcp://${address.host}:${address.port}`;
}
