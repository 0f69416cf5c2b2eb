// Makes the kernel: kernel/*.ts compiled by AssemblyScript, then the WebAssembly as base64 in a TypeScript module, so that
// it loads without files or network. Does nothing if no input has changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { fieldSource } from "./field-source.mjs";

const folder = fileURLToPath(new URL("../kernel/", import.meta.url));
const target = fileURLToPath(new URL("../src/kernel/generated/", import.meta.url));

/** AS112 warns of vectors in the signatures of functions, which no host calls here. */
const OPTIONS = ["--runtime", "stub", "--enable", "simd", "-O3", "--noAssert", "--disableWarning", "112"];

/** What the module is made of; it stands in its first line. */
function fingerprint() {
  const { version } = createRequire(import.meta.url)("assemblyscript/package.json");
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => [name, readFileSync(folder + name, "utf8")]);
  return createHash("sha256")
    .update(JSON.stringify([version, OPTIONS, fieldSource(), sources]))
    .digest("hex");
}

/** The bytes of the module; throws with the compiler's messages. */
async function compile() {
  const asc = await import("assemblyscript/asc");
  writeProduct();
  let wasm;
  const { error, stderr } = await asc.main(
    ["index.ts", "--baseDir", folder, "--outFile", "kernel.wasm", ...OPTIONS],
    {
      writeFile: (_name, bytes) => {
        wasm = bytes;
      },
    },
  );
  if (error !== null || wasm === undefined) {
    throw new Error(`the kernel does not compile: ${error?.message}\n${stderr.toString()}`);
  }
  return wasm;
}

function writeProduct() {
  const path = `${folder}generated/product.ts`;
  const source = fieldSource();
  if (existsSync(path) && readFileSync(path, "utf8") === source) return;
  mkdirSync(`${folder}generated`, { recursive: true });
  writeFileSync(path, source);
}

const path = `${target}wasm.ts`;
const head = `// Written by scripts/build-kernel.mjs from ${fingerprint()}\n`;
if (!existsSync(path) || !readFileSync(path, "utf8").startsWith(head)) {
  const wasm = await compile();
  mkdirSync(target, { recursive: true });
  writeFileSync(path, `${head}export const KERNEL_WASM =\n  "${Buffer.from(wasm).toString("base64")}";\n`);
  process.stdout.write(`kernel: ${wasm.length} bytes of WebAssembly\n`);
}
