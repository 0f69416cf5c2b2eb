/** Something that pages show: a value that is replaced as a whole, and those who want to know. */
export class Observable {
  readonly #listeners = new Set<() => void>();

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  }

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
