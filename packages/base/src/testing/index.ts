export { missingTool } from "./missing-tool.ts";
