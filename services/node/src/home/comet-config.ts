/** What CometBFT is told of this machine and its peers. */
export type CometPlace = {
  /** Among people; CometBFT shows it to peers. */
  readonly moniker: string;
  /** `host:port` where it listens for other validators. */
  readonly listen: string;
  /** `id@host:port` of every other validator. */
  readonly peers: readonly string[];
  /** All validators run on one machine: several peers then have one address. */
  readonly isOneMachine: boolean;
};

/** Relative to the folder in which CometBFT is started, so that a home can be moved, and its path may be long. */
export const RPC_SOCKET = "rpc.sock";
export const APPLICATION_SOCKET = "app.sock";

type Value = string | number | boolean;
type Section = Readonly<Record<string, Value>>;
export type CometSettings = Readonly<Record<string, Section>>;

/**
 * The settings of ADR 0019 and 0007, by section (`""`: before the first) and name, for CometBFT 0.39.4; what is not named stays as it comes
 * from CometBFT. Durations are strings with a unit, as Go reads them; rates are bytes a second.
 */
export function cometSettings({ moniker, listen, peers, isOneMachine }: CometPlace): CometSettings {
  return {
    "": {
      proxy_app: `unix://${APPLICATION_SOCKET}`,
      abci: "socket",
      moniker,
      // What each block did; of all else what went wrong. Who is connected the node itself says: a peer that is down would fill the log.
      log_level: "state:info,main:info,p2p:none,*:error",
      log_format: "json",
    },
    // `unsafe`: to be told which peers to dial (`PeerKeeper`). Who can write to the socket owns the validator anyway.
    rpc: { laddr: `unix://${RPC_SOCKET}`, grpc_laddr: "", unsafe: true, pprof_laddr: "" },
    p2p: {
      laddr: `tcp://${listen}`,
      persistent_peers: peers.join(","),
      // The address book and the limits on peers are for strangers; there are none here.
      unconditional_peer_ids: peers.map((peer) => peer.split("@")[0]).join(","),
      pex: false,
      addr_book_strict: false,
      allow_duplicate_ip: isOneMachine,
      // A proposal may have 16 MiB (06.9.6): at the usual rate it would take longer than the time for proposing.
      send_rate: 51_200_000,
      recv_rate: 51_200_000,
    },
    mempool: {
      type: "flood",
      recheck: true,
      recheck_timeout: "2s",
      broadcast: true,
      size: 50_000,
      cache_size: 200_000,
      // 32 + 60,000 (06.9.1), rounded up.
      max_tx_bytes: 61_000,
    },
    statesync: { enable: false },
    consensus: {
      timeout_commit: "500ms",
      create_empty_blocks: false,
      // 06.9.3
      create_empty_blocks_interval: "5s",
      skip_timeout_commit: false,
      // Above 0, validators that all stopped at once would wait for one another for ever.
      double_sign_check_height: 0,
    },
    tx_index: { indexer: "null" },
    instrumentation: { prometheus: false },
  };
}

/** CometBFT's `config.toml`. Every text is of our own making or checked: none holds a quotation mark. */
export function cometConfigText(place: CometPlace): string {
  const sections = Object.entries(cometSettings(place)).map(([name, section]) => {
    const lines = Object.entries(section).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    return [...(name === "" ? [] : [`[${name}]`]), ...lines].join("\n");
  });
  return `# Written anew at every start, from chain.json.\n${sections.join("\n\n")}\n`;
}
