export { type Catalog, defineTexts, type Messages } from "./catalog.ts";
export { HOTLINE, type Hotline, hotlineOf } from "./hotline.ts";
export { SHARED_TEXTS, type SharedKey } from "./shared.ts";
