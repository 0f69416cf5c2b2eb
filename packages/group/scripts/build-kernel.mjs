// Compiles the kernel: the generated product of the field and kernel/*.ts by AssemblyScript, then the wasm as base64 in
// a TypeScript module, so that it loads without files or network. Does nothing if no input has changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { fieldSource } from "./field-source.mjs";

const folder = fileURLToPath(new URL("../kernel/", import.meta.url));
const product = `${folder}generated/product.ts`;
const moduleFolder = fileURLToPath(new URL("../src/kernel/generated/", import.meta.url));
const modulePath = `${moduleFolder}wasm.ts`;

const options = ["--runtime", "stub", "--enable", "simd", "-O3", "--noAssert", "--disableWarning", "112"];

/** What the module was made of; it stands in its first line. */
function fingerprint() {
  const hash = createHash("sha256");
  const { version } = createRequire(import.meta.url)("assemblyscript/package.json");
  hash.update(JSON.stringify([version, options, fieldSource()]));
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort()) {
    hash.update(JSON.stringify([name, readFileSync(folder + name, "utf8")]));
  }
  return hash.digest("hex");
}

async function compile() {
  const asc = await import("assemblyscript/asc");
  mkdirSync(`${folder}generated`, { recursive: true });
  writeFileSync(product, fieldSource());
  let wasm;
  const { error, stderr } = await asc.main(
    ["index.ts", "--baseDir", folder, "--outFile", "kernel.wasm", ...options],
    {
      writeFile: (_name, bytes) => {
        wasm = bytes;
      },
    },
  );
  if (error !== null || wasm === undefined) {
    process.stderr.write(`${stderr.toString()}\nthe kernel does not compile: ${error?.message}\n`);
    process.exit(1);
  }
  return wasm;
}

const head = `// Written by scripts/build-kernel.mjs from ${fingerprint()}\n`;
if (!existsSync(modulePath) || !readFileSync(modulePath, "utf8").startsWith(head)) {
  const wasm = await compile();
  mkdirSync(moduleFolder, { recursive: true });
  writeFileSync(
    modulePath,
    `${head}export const KERNEL_WASM =\n  "${Buffer.from(wasm).toString("base64")}";\n`,
  );
  process.stdout.write(`kernel: ${wasm.length} bytes of WebAssembly\n`);
}
