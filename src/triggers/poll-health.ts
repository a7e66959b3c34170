import type { HeraldError } from '../base/errors.js';
import type { Resource } from '../model/reading.js';
import type { HealthChange, HealthScope } from './health-observation.js';

/** A passing trouble is not worth a card: this many failures in a row are. */
const PATIENCE = 3;
/** Without the states of the steps nothing is seen: that long is behind, ms. */
const BEHIND_MS = 5 * 60_000;

/** Trouble with the whole connection, when it meets the call that is made most. */
const wholeConnection = new Set(['insights-unauthorized', 'insights-token', 'insights-unreachable']);
/** Who we are is not accepted at all; `insights-forbidden` is about one list. */
const signIn = new Set(['insights-unauthorized', 'insights-token']);
const isCredentials = (code: string) => signIn.has(code) || code === 'insights-forbidden';

interface Failure {
  count: number;
  code: string;
}

/** What a card says already, e.g. before a restart. */
export type ToldHealth = ReadonlyMap<HealthScope, string>;

/**
 * Counts failures, and says once when something can no longer be read, and once when it can again: one word for refused
 * credentials whatever they are refused for, one for all that is behind, else one for each list.
 */
export class PollHealth {
  private readonly failures = new Map<Resource, Failure>();
  private readonly broken = new Set<Resource>();
  private readonly told: Map<HealthScope, string>;
  private readonly refused = new Set<Resource>();
  /** Monotonic time, and ours, of the last look at the nodes; before the first, of the start. */
  private looked: { monoMs: number; atMs?: number };

  constructor(told: ToldHealth, startMonoMs: number) {
    this.told = new Map(told);
    this.looked = { monoMs: startMonoMs };
    const code = told.get('credentials');
    if (code !== undefined) this.refused.add('nodes');
    // Which list was refused is not known any more: all have to be read before that is over.
    if (code === 'insights-forbidden') for (const list of lists) this.refused.add(list);
  }

  failed(resource: Resource, error: HeraldError, now: { monoMs: number; atMs: number }): HealthChange[] {
    const count = (this.failures.get(resource)?.count ?? 0) + 1;
    const { code } = error;
    this.failures.set(resource, { count, code });
    // A reply that does not fit will not fit the next time either.
    const certain = !error.retryable || code === 'insights-bad-reply';
    if (certain || count >= PATIENCE) this.broken.add(resource);
    if (isCredentials(code)) {
      this.refused.add(resource);
      return this.tell('credentials', code, now.atMs);
    }
    if (!this.broken.has(resource)) return [];
    // That nothing can be read for a while is told by its length.
    if (resource === 'nodes' && !certain) return this.behind(now);
    return this.tell(resource, code, now.atMs);
  }

  succeeded(resource: Resource, now: { monoMs: number; atMs: number }): HealthChange[] {
    const { atMs } = now;
    this.failures.delete(resource);
    this.broken.delete(resource);
    this.refused.delete(resource);
    const healed = this.heal(resource, atMs);
    if (resource === 'nodes') {
      this.looked = now;
      for (const one of this.refused) if (signIn.has(this.failures.get(one)?.code ?? '')) this.refused.delete(one);
      healed.push(...this.heal('all', atMs));
    }
    return this.refused.size === 0 ? [...healed, ...this.heal('credentials', atMs)] : healed;
  }

  /** Says that we are behind, once that is certain: a look failed since, so that it is no sleep of this machine. */
  behind({ monoMs, atMs }: { monoMs: number; atMs: number }): HealthChange[] {
    const failure = this.failures.get('nodes');
    if (!failure || monoMs < this.behindAtMs) return [];
    if (this.told.has('credentials') || this.told.has('nodes')) return [];
    return this.tell('all', failure.code, atMs).map((change) => ({
      ...change,
      ...(this.looked.atMs === undefined ? {} : { sinceMs: this.looked.atMs }),
    }));
  }

  /** When that would be, on the monotonic axis; infinity where it is told or nothing failed. */
  get behindDueMs(): number {
    const isTold = this.told.has('all') || this.told.has('credentials') || this.told.has('nodes');
    return isTold || !this.failures.has('nodes') ? Number.POSITIVE_INFINITY : this.behindAtMs;
  }

  failuresOf(resource: Resource): number {
    return this.failures.get(resource)?.count ?? 0;
  }

  /** Nothing but a probe makes sense while the whole connection is in trouble. */
  get allBroken(): boolean {
    return this.broken.has('nodes') && wholeConnection.has(this.failures.get('nodes')?.code ?? '');
  }

  /** Without nodes nothing is seen. */
  get blind(): string | undefined {
    return this.broken.has('nodes') ? this.failures.get('nodes')?.code : undefined;
  }

  lastCode(resource: Resource): string | undefined {
    return this.failures.get(resource)?.code;
  }

  get brokenResources(): Resource[] {
    return this.allBroken ? [] : [...this.broken];
  }

  private get behindAtMs(): number {
    return this.looked.monoMs + BEHIND_MS;
  }

  private tell(scope: HealthScope, code: string, atMs: number): HealthChange[] {
    if (this.told.has(scope) || this.told.has('all')) return [];
    this.told.set(scope, code);
    return [{ resource: scope, state: 'broken', code, atMs }];
  }

  private heal(scope: HealthScope, atMs: number): HealthChange[] {
    const code = this.told.get(scope);
    this.told.delete(scope);
    return code === undefined ? [] : [{ resource: scope, state: 'healed', code, atMs }];
  }
}

const lists: readonly Resource[] = ['jobs', 'sources', 'segments', 'measures', 'schedules'];
