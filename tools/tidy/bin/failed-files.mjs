// A reporter of node:test that writes the files in which a test failed, one a line.
export default async function* failedFiles(source) {
  const files = new Set();
  for await (const { type, data } of source) {
    if (type === "test:fail" && data.file !== undefined && !files.has(data.file)) {
      files.add(data.file);
      yield `${data.file}\n`;
    }
  }
}
