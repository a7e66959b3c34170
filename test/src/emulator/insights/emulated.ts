import { answer } from '../../../../src/emulator/insights/answer.js';
import { createControl } from '../../../../src/emulator/insights/control/create-control.js';
import { contractStyle, serialise } from '../../../../src/emulator/insights/wire-style.js';
import { InsightsWorld, type WorldOptions } from '../../../../src/emulator/insights/world.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

export interface Seen {
  status: number;
  headers: Record<string, string>;
  /** Parsed body; undefined when empty. */
  body: unknown;
}

/** The emulated service without its socket, on a clock that a test moves. */
export function emulated(options: Partial<WorldOptions> = {}) {
  const clock = new FakeClock();
  const world = new InsightsWorld({
    clock,
    seed: 7,
    limit: 100_000,
    windowMs: 60_000,
    stepMs: 1_000,
    customers: 300,
    activities: 2_000,
    ...options,
  });
  const control = createControl(world, new AbortController().signal);

  function raw(method: string, target: string, headers: Record<string, string> = {}, body = ''): Seen {
    const { reply } = answer(world, { method, target, headers, body }, 'http://127.0.0.1:1/v1');
    const text = reply.body === undefined ? '' : serialise(reply.body, { ...contractStyle, ...world.style });
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: reply.status, headers: reply.headers ?? {}, body: parsed };
  }

  const credentials = () => ({
    'ocp-apim-subscription-key': world.access.primaryKey,
    authorization: `Bearer ${world.access.token}`,
  });

  /** A call with good credentials, its path relative to the instance. */
  function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Seen {
    const target = `/v1/instances/${world.instance.instanceId}${path === '' ? '' : '/'}${path}`;
    return raw(method, target, { ...credentials(), ...headers }, body === undefined ? '' : JSON.stringify(body));
  }

  return { clock, world, control, raw, call, credentials, get: (path: string) => call('GET', path) };
}

/** Walks into parsed JSON; undefined where there is nothing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[String(key)];
  }
  return here;
}

export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  if (!Array.isArray(found)) throw new TypeError(`no list at ${path.join('.')}`);
  return found;
}
