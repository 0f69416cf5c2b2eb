export {
  type ChainFounders,
  type ChainMembers,
  type ChainValidator,
  changeMembers,
  type PowerUpdate,
  powerUpdates,
  refuseChange,
} from "@veche/ledger";
