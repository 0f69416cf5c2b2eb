/** Gives bytes to the reader as a file. */
export function saveFile(name: string, bytes: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own handle on the blob by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
