import { z } from 'zod';
import { asHeraldError } from '../../../base/errors.js';
import type { Incoming } from '../answer.js';
import type { Json } from '../json.js';
import { ok, type Reply } from '../reply.js';
import type { ScenarioHandle } from '../story/scenario.js';
import type { InsightsControl } from './control.js';
import { verbs } from './verbs.js';

const PREFIX = '/_control/';
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;

/**
 * The control by HTTP, for browsers and other processes: `GET /_control/state` and the like, `POST /_control/<call>`
 * with the arguments as JSON. Pages from elsewhere than this machine are refused.
 */
export function createHttpControl(control: InsightsControl): (incoming: Incoming) => Promise<Reply | undefined> {
  let story: ScenarioHandle | undefined;
  const readings: Record<string, () => unknown> = {
    state: () => control.state(),
    calls: () => control.calls(),
    counts: () => ({ maxInWindow: control.maxInWindow(), refused: control.refused() }),
    unknownPaths: () => control.unknownPaths(),
    scenarios: () => control.scenarios(),
    scenario: () => story?.progress() ?? null,
  };
  const acts: Record<string, (args: unknown) => unknown> = {
    ...Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, (a: unknown) => verb.run(control, a)])),
    runScenario: (args) => {
      const { name } = z.strictObject({ name: z.string() }).parse(args);
      story?.stop();
      story = control.runScenario(name);
      return story.progress();
    },
    stopScenario: () => story?.stop(),
  };

  return async (incoming) => {
    const path = incoming.target.split('?')[0] ?? '';
    if (!path.startsWith(PREFIX)) return undefined;
    const cors = corsHeaders(incoming);
    if (!cors) return ok({ error: 'The control answers this machine only.' }, 403);
    const name = path.slice(PREFIX.length);
    if (incoming.method === 'OPTIONS') return { status: 204, headers: cors };
    const act = incoming.method === 'POST' && Object.hasOwn(acts, name) ? acts[name] : undefined;
    const reading = incoming.method === 'GET' && Object.hasOwn(readings, name) ? readings[name] : undefined;
    if (!act && !reading)
      return { ...ok({ error: `There is no control '${incoming.method} ${name}'.` }, 404), headers: cors };
    try {
      const args: unknown = incoming.body.trim() === '' ? {} : JSON.parse(incoming.body);
      const result = act ? act(args) : reading?.();
      return { ...ok((result ?? null) as Json), headers: cors };
    } catch (thrown) {
      return { ...ok({ error: asHeraldError(thrown).message }, 400), headers: cors };
    }
  };
}

/** Undefined when the request comes from a page of another machine or by another name of this one. */
function corsHeaders({ headers }: Incoming): Record<string, string> | undefined {
  if (!loopback.test(headers.host ?? '')) return undefined;
  const { origin } = headers;
  if (origin === undefined) return {};
  if (!loopback.test(origin.replace(/^https?:\/\//, ''))) return undefined;
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Allow-Headers': 'Content-Type',
    Vary: 'Origin',
  };
}
