/** More than talk to a bot within the memory of a call budget. */
const most = 1000;

/** Names of those who talked to us since the start, by `personKey`. In memory alone. */
export class KnownPeople {
  private readonly names = new Map<string, string>();

  met(key: string, name: string): void {
    this.names.delete(key);
    this.names.set(key, name);
    const [oldest] = this.names.keys();
    if (this.names.size > most && oldest !== undefined) this.names.delete(oldest);
  }

  nameOf(key: string): string | undefined {
    return this.names.get(key);
  }
}
