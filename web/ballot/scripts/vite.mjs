import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";

const here = fileURLToPath(new URL("..", import.meta.url));

/** Both parts of the typeface are wanted by every page: they load beside the style, not after it. */
const preloadFonts = {
  name: "preload-fonts",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((name) => name.endsWith(".woff2"))
        .map((name) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/page/${name}`, crossorigin: true },
          injectTo: "head",
        })),
  },
};

/**
 * How the ballot page is built: from the sources of the workspace, below `/page/`, everything in files of its own
 * (a policy without inline scripts and styles would refuse the rest).
 */
export const ballotPage = {
  configFile: false,
  root: here,
  base: "/page/",
  publicDir: false,
  logLevel: "warn",
  plugins: [react(), preloadFonts],
  resolve: { conditions: ["source", "module", "browser", "production", "import"] },
  worker: { format: "es" },
  build: {
    outDir: `${here}dist`,
    // Declarations of the type checker live in the same folder.
    emptyOutDir: false,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
};
