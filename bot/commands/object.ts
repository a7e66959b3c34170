import { Decimal } from 'decimal.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { ObjectContent, ObjectFacts } from '../../src/model/content/objects.js';
import type { Cost } from '../../src/model/cost.js';
import type { MeasureView, SegmentView } from '../../src/model/reading.js';
import type { Asking } from '../asking.js';
import { printName, printSubscribe } from '../grammar/print.js';
import { failed, parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { askHere } from './ask-here.js';
import { subscriptionsOf } from './list.js';
import { refuse } from './look-up.js';
import { matchName } from './match.js';
import { factsOf } from './object-facts.js';
import {
  type Kind,
  type MeasureCandidate,
  measuresOf,
  type SegmentCandidate,
  segmentsOf,
  trendCall,
  type ValueCandidate,
  withHistory,
} from './objects.js';
import type { Command, CommandSpec } from './spec.js';

interface ObjectCommand<N extends Kind> extends Command<N> {
  target: string;
}

function objectSpec<N extends Kind>(name: N, words: string[], example: string): CommandSpec<ObjectCommand<N>> {
  const print = ({ target }: ObjectCommand<N>) => `${name} ${printName(target)}`;
  return {
    name,
    words: [name, ...words],
    usage: `${name} <name>`,
    descriptionKey: `help.${name}`,
    examples: [`${name} ${example}`],
    read({ tokens }) {
      const target = nameOf(tokens);
      if (target !== '') return parsed({ name, target });
      return failed({ key: `${name}-which`, example: `${name} ${example}`, suggestions: [`${name}s`] });
    },
    print,
    async run(command, turn, services) {
      return askHere(print(command), turn, services, (connectionId, asking) =>
        show(name, command.target, { connectionId, turn, services, asking }),
      );
    },
  };
}

/** One of them: how it stands, its trend, and who watches it here. */
export const segment = objectSpec('segment', ['сегмент'], '"High value"');
export const measure = objectSpec('measure', ['metric', 'көрсеткіш'], '"Total revenue"');

interface At {
  connectionId: string;
  turn: Turn;
  services: BotServices;
  asking: Asking;
}

async function show(kind: Kind, text: string, at: At): Promise<CardContent> {
  const all = await candidates(kind, at);
  const match = matchName(text, all);
  if (!('found' in match)) {
    const likely = 'several' in match ? match.several : match.nearest;
    const shared = (name: string) => likely.filter((one) => one.name === name).length > 1;
    const lines = likely.slice(0, 6).map((one) => `${kind} ${printName(shared(one.name) ? one.id : one.name)}`);
    const key = 'several' in match ? `${kind}-ambiguous` : `${kind}-unknown`;
    const facts = { text: short(text), ...('several' in match ? { count: likely.length } : {}) };
    return refuse({ key, facts, suggestions: lines.length > 0 ? lines : [`${kind}s`] });
  }
  const { connectionId, services, asking } = at;
  const one = await withPast(kind, match.found, at);
  const readAtMs = services.connections.reading(connectionId)?.readAtMs[`${kind}s`] ?? services.clock.now();
  return objectContent(one, connectionId, at, asking.cost(readAtMs));
}

/** How it stands, its trend as far as it is known, and who watches it in this conversation. Costs no call. */
export async function objectContent(
  one: ValueCandidate,
  connectionId: string,
  { turn, services }: Pick<At, 'turn' | 'services'>,
  cost: Cost,
): Promise<ObjectContent> {
  const object = await factsOf(one, connectionId, services);
  const { kind } = object;
  const own = await subscriptionsOf(turn.conversation, services);
  const trigger = `${kind}-threshold`;
  const watched = own.filter(
    (s) => s.connectionId === connectionId && s.trigger === trigger && s.target?.id === object.id,
  );
  const { createdAtMs } = one.view;
  return {
    situation: 'object',
    object,
    ...(createdAtMs === undefined ? {} : { createdAtMs }),
    watched: watched.map(({ number, trigger, target, rule }) => ({
      number,
      trigger,
      ...(target ? { target } : {}),
      ...(rule ? { rule } : {}),
    })),
    // Where the bot is not, nothing can be watched.
    suggestions: turn.absent ? [] : suggestions(one.view, object),
    cost,
  };
}

function candidates(
  kind: Kind,
  { connectionId, services, asking }: At,
): Promise<(SegmentCandidate | MeasureCandidate)[]> {
  return kind === 'segment'
    ? segmentsOf(connectionId, services, asking.call)
    : measuresOf(connectionId, services, asking.call);
}

/** With the evaluations of the last weeks, where they are not known yet and there can be any. */
async function withPast<T extends SegmentCandidate | MeasureCandidate>(kind: Kind, one: T, at: At): Promise<T> {
  const { connectionId, services, asking } = at;
  if ('scalar' in one.view ? !one.view.scalar : !one.view.active) return one;
  const reading = await withHistory(kind, one.id, connectionId, services, trendCall(asking.call));
  const found = (kind === 'segment' ? reading?.segments : reading?.measures)?.find((view) => view.name === one.id);
  return found ? { ...one, view: found } : one;
}

/** What could be watched from here: a tenth less, a tenth more, and any such change between two runs. */
function suggestions(view: SegmentView | MeasureView, { kind, id, value, state }: ObjectFacts): string[] {
  if ('scalar' in view && !view.scalar) return [`items ${view.perCustomer ? 'Customer_Measure' : id}`];
  if (state === 'inactive' || value === undefined) return [];
  const base = { trigger: `${kind}-threshold`, target: id } as const;
  const now = new Decimal(value);
  const near = (factor: number) => {
    const exact = now.times(factor).toSignificantDigits(2);
    return (kind === 'segment' ? exact.round() : exact).toFixed();
  };
  const limit = (direction: 'above' | 'below', limitValue: string) =>
    printSubscribe({ ...base, rule: { direction, value: limitValue, runs: 1 } });
  const up = near(now.isNegative() ? 0.9 : 1.1);
  const down = near(now.isNegative() ? 1.1 : 0.9);
  return [
    ...(new Decimal(down).lessThan(now) ? [limit('below', down)] : []),
    ...(new Decimal(up).greaterThan(now) ? [limit('above', up)] : []),
    printSubscribe({ ...base, rule: { direction: 'changes', percent: '10', runs: 1 } }),
  ];
}
