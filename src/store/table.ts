import type { UndoLog } from './undo-log.js';

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}

/**
 * Records by key, seen from two sides: readers see what is durable, changes see what is being written. The record
 * objects are shared by both and frozen, because callers get them uncopied.
 */
export class Table<T> {
  private readonly visible = new Map<string, T>();
  private readonly working = new Map<string, T>();

  constructor(private readonly log: UndoLog) {}

  /** The durable side. */
  read(key: string): T | undefined {
    return this.visible.get(key);
  }

  rows(): T[] {
    return [...this.visible.values()];
  }

  /** The side of changes. */
  get(key: string): T | undefined {
    return this.working.get(key);
  }

  all(): T[] {
    return [...this.working.values()];
  }

  keys(): string[] {
    return [...this.working.keys()];
  }

  get size(): number {
    return this.working.size;
  }

  set(key: string, value: T): void {
    this.change(key, freeze(value));
  }

  delete(key: string): void {
    if (this.working.has(key)) this.change(key, undefined);
  }

  private change(key: string, value: T | undefined): void {
    const before = this.working.get(key);
    put(this.working, key, value);
    this.log.add({
      undo: () => put(this.working, key, before),
      publish: () => put(this.visible, key, this.working.get(key)),
    });
  }
}

function put<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
