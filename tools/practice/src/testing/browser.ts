export { Browser, type Page } from "../crowd/browser.ts";
