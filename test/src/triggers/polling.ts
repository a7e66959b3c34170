import { createLog } from '../../../src/base/log.js';
import type { Reading } from '../../../src/model/reading.js';
import type { HealthChange } from '../../../src/triggers/health-observation.js';
import { createPoller, type Poller } from '../../../src/triggers/poller.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { ScriptedInsights } from '../../fakes/scripted-insights.js';
import { measure, node, segment, source, start } from './readings.js';

/** A poller over a scripted service, and all it handed on. */
export class Polling {
  readonly clock = new FakeClock(start);
  readonly client = new ScriptedInsights(this.clock);
  readonly readings: { reading: Reading; complete: boolean }[] = [];
  readonly changes: HealthChange[] = [];
  readonly poller: Poller;
  watchedMeasures: string[] = [];
  isCounting = false;
  /** Thrown at whoever hands a reading on. */
  refuse: Error | undefined;

  constructor() {
    this.client.state.nodes = [
      node({ operation: 'merge', friendlyName: 'Merge', lastSuccessAtMs: start - 9_000 }),
      node({ operation: 'profileStore', friendlyName: 'Profiles', lastSuccessAtMs: start - 8_000 }),
      node({ operation: 'segmentation', identifier: 'Vip', endedAtMs: start - 7_000, lastSuccessAtMs: start - 7_000 }),
    ];
    this.client.state.sources = [source('s1')];
    this.client.state.segments = [segment('Vip', { evaluated: { atMs: start - 7_000, value: '10' } })];
    this.client.state.measures = [measure('Sales', { evaluated: { atMs: start - 7_000, value: '10' } })];
    this.poller = createPoller({
      client: this.client,
      clock: this.clock,
      log: createLog('silent'),
      settings: { pollMs: 4_000, pollIdleMs: 12_000 },
      watched: async () => ({ measures: this.watchedMeasures, isCounting: this.isCounting }),
      onReading: async (reading, { complete }) => {
        if (this.refuse) throw this.refuse;
        this.readings.push({ reading, complete });
      },
      onHealth: async (change) => {
        this.changes.push(change);
      },
    });
  }

  async begin(): Promise<void> {
    this.poller.start();
    await this.clock.advance(1);
  }

  /** The node of a step changes, as the service would show it from now on. */
  move(operation: string, identifier: string, over: Partial<ReturnType<typeof node>>): void {
    const { state } = this.client;
    const is = (one: { operation: string; identifier: string }) =>
      one.operation === operation && one.identifier === identifier;
    if (!state.nodes.some(is)) state.nodes = [...state.nodes, node({ operation, identifier })];
    state.nodes = state.nodes.map((one) => (is(one) ? { ...one, ...over } : one));
  }

  /** Calls in each of the following minutes. */
  async minutes(count: number): Promise<string[][]> {
    const minutes: string[][] = [];
    for (let i = 0; i < count; i += 1) {
      const from = this.clock.monotonic();
      await this.clock.advance(60_000);
      minutes.push(this.client.after(from));
    }
    return minutes;
  }

  get states(): string[] {
    return this.changes.map(({ resource, state, code }) => `${resource} ${state} ${code}`);
  }
}

/** The most calls in any window of 60 s. */
export function busiestMinute(calls: readonly { atMs: number }[]): number {
  return Math.max(
    ...calls.map((first) => calls.filter((one) => one.atMs >= first.atMs && one.atMs < first.atMs + 60_000).length),
  );
}

export function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
