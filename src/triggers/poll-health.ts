import type { HeraldError } from '../base/errors.js';
import type { Resource } from '../model/reading.js';
import type { HealthChange } from './health-observation.js';

/** A passing trouble is not worth a card: this many failures in a row are. */
const PATIENCE = 3;

/** Trouble with the whole connection, when it meets the call that is made most. */
const wholeConnection = new Set(['insights-unauthorized', 'insights-token', 'insights-unreachable']);

/** Counts failures, and says once when something can no longer be read, and once when it can again. */
export class PollHealth {
  private readonly failures = new Map<Resource, { count: number; code: string }>();
  private readonly reported = new Map<Resource | 'all', string>();

  failed(resource: Resource, error: HeraldError, atMs: number): HealthChange[] {
    const count = (this.failures.get(resource)?.count ?? 0) + 1;
    const { code } = error;
    this.failures.set(resource, { count, code });
    // A reply that does not fit will not fit the next time either.
    const certain = !error.retryable || code === 'insights-bad-reply';
    if (!certain && count < PATIENCE) return [];
    const scope = resource === 'nodes' && wholeConnection.has(code) ? 'all' : resource;
    if (this.reported.has(scope) || this.reported.has('all')) return [];
    this.reported.set(scope, code);
    return [{ resource: scope, state: 'broken', code, atMs }];
  }

  succeeded(resource: Resource, atMs: number): HealthChange[] {
    this.failures.delete(resource);
    const scopes: (Resource | 'all')[] = resource === 'nodes' ? ['all', resource] : [resource];
    return scopes.flatMap((scope) => {
      const code = this.reported.get(scope);
      this.reported.delete(scope);
      return code === undefined ? [] : [{ resource: scope, state: 'healed' as const, code, atMs }];
    });
  }

  failuresOf(resource: Resource): number {
    return this.failures.get(resource)?.count ?? 0;
  }

  /** Nothing but a probe makes sense while the whole connection is in trouble. */
  get allBroken(): boolean {
    return this.reported.has('all');
  }

  /** Without nodes nothing is seen. */
  get blind(): string | undefined {
    return this.reported.get('all') ?? this.reported.get('nodes');
  }

  lastCode(resource: Resource): string | undefined {
    return this.failures.get(resource)?.code;
  }

  get brokenResources(): Resource[] {
    return [...this.reported.keys()].filter((scope) => scope !== 'all');
  }
}
