export { type Catalog, defineTexts, type Messages } from "./catalog.ts";
export { HOTLINE } from "./hotline.ts";
export { SHARED_TEXTS, type SharedKey } from "./shared.ts";
