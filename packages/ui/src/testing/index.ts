export { findChromium } from "@veche/base/testing";
export { catalogFaults } from "./catalog-faults.ts";
export {
  axeFindings,
  axeScript,
  type Findings,
  sidewaysFindings,
  tabFindings,
} from "./page-findings.ts";
export { type FolderServer, STRICT_POLICY, serveFolder } from "./serve-folder.ts";
export { smallPng } from "./small-png.ts";
