/** One call as the server saw it. `atMs` is its arrival in service time, epoch ms. */
export interface CallRecord {
  atMs: number;
  method: string;
  /** With query, as it was asked. */
  path: string;
  /** 0 while unanswered, and for calls that never got an answer (hang, reset, a client that went away). */
  status: number;
  /** Subscription key as sent; empty where there was none. */
  key: string;
}

const KEPT_CALLS = 100_000;

/** Every call that reached the server, newest last, and the paths the server does not know. */
export class CallLog {
  private records: CallRecord[] = [];
  private readonly unknown: string[] = [];

  add(record: CallRecord): CallRecord {
    this.records.push(record);
    if (this.records.length > KEPT_CALLS) this.records = this.records.slice(KEPT_CALLS / 10);
    return record;
  }

  addUnknown(method: string, path: string): void {
    this.unknown.push(`${method} ${path}`);
  }

  calls(): CallRecord[] {
    return this.records.map((record) => ({ ...record }));
  }

  unknownPaths(): string[] {
    return [...this.unknown];
  }
}
