import { asHeraldError } from '../../src/base/errors.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { RunContent } from '../../src/model/content/run.js';
import type { JobView } from '../../src/model/reading.js';
import type { Asking } from '../asking.js';
import { printName } from '../grammar/print.js';
import { failed, parsed, short } from '../grammar/problem.js';
import { allWords, matchWords, type Vocabulary } from '../grammar/words.js';
import { operatorsOnly } from '../operators.js';
import { type RunWish, runThatIsOn } from '../runs.js';
import type { BotServices } from '../services.js';
import { audit, type Turn } from '../turn.js';
import { askHere } from './ask-here.js';
import { refuse } from './look-up.js';
import { matchName } from './match.js';
import { sourcesOf } from './objects.js';
import type { Command, CommandSpec } from './spec.js';

interface RefreshCommand extends Command<'refresh'> {
  what: { kind: 'all' } | { kind: 'unification' } | { kind: 'source'; name: string };
}

const whatWords: Vocabulary<'all' | 'unification'> = {
  all: [...allWords.all, 'everything', 'full', 'full refresh', 'толық'],
  unification: ['unification', 'unify', 'біріктіру'],
};

const choices = ['refresh all', 'refresh unification'];

/** Starts a run and shows a card that follows it; one that is on already is followed instead. */
export const refresh: CommandSpec<RefreshCommand> = {
  name: 'refresh',
  words: ['refresh', 'start', 'жаңарту'],
  usage: 'refresh <source>|unification|all',
  descriptionKey: 'help.refresh',
  examples: ['refresh all', 'refresh unification', 'refresh "Shop orders"'],
  read({ tokens }) {
    if (tokens.length === 0)
      return failed({ key: 'refresh-what', example: 'refresh "Shop orders"', suggestions: choices });
    const word = matchWords(whatWords, tokens, 0);
    if (word && word.length === tokens.length) return parsed({ name: 'refresh', what: { kind: word.value } });
    const name = tokens.map((token) => token.text).join(' ');
    return parsed({ name: 'refresh', what: { kind: 'source', name } });
  },
  print: ({ what }) => `refresh ${what.kind === 'source' ? printName(what.name) : what.kind}`,
  run(command, turn, services) {
    return askHere(refresh.print(command), turn, services, (connectionId, asking) =>
      started(command, connectionId, asking, turn, services),
    );
  },
};

async function started(
  { what }: RefreshCommand,
  connectionId: string,
  { call }: Asking,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const refused = await operatorsOnly(turn, connectionId, call, services);
  if (refused) return refuse(refused);
  const wish = await wishOf(what, connectionId, services);
  return 'situation' in wish ? wish : startRun(wish, connectionId, call, turn, services);
}

/** Starts a run for somebody who may, or follows the one that is on. */
export async function startRun(
  wish: RunWish,
  connectionId: string,
  call: Asking['call'],
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const on = await runThatIsOn(wish, connectionId, call, services);
  if (on) return cardOf(on, wish, connectionId, { joined: true });
  const key = JSON.stringify([connectionId, wish.operation, wish.target?.id]);
  try {
    const { job, joined } = await services.starts.once(key, () => submit(wish, connectionId, call, turn, services));
    return cardOf(job, wish, connectionId, joined ? { joined } : { startedBy: turn.person.name });
  } catch (thrown) {
    const { code } = asHeraldError(thrown);
    // It may have been started: a second start would be a second run.
    if (code !== 'insights-write-unclear' && code !== 'insights-timeout' && code !== 'insights-bad-reply') throw thrown;
    services.connections.pollSoon(connectionId);
    return refuse({ key: 'refresh-unclear', suggestions: ['status'] });
  }
}

async function submit(
  { operation, target }: RunWish,
  connectionId: string,
  call: Asking['call'],
  turn: Turn,
  services: BotServices,
): Promise<JobView> {
  const identifiers = target ? [target.id] : [];
  const facts = { connection: connectionId, operation, ...(target ? { source: target.id } : {}) };
  await audit(turn, 'refresh', { ...facts, outcome: 'begun' }, services);
  const job = await services.connections.client(connectionId).submitJob({ operation, identifiers }, call);
  services.connections.pollSoon(connectionId);
  await audit(turn, 'refresh', { ...facts, outcome: 'started', job: job.jobId }, services);
  return job;
}

/** Unification is the run of `merge`, with what it needs before (API reference, sections 2.8 and 5). */
async function wishOf(
  what: RefreshCommand['what'],
  connectionId: string,
  services: BotServices,
): Promise<RunWish | CardContent> {
  if (what.kind === 'all') return { operation: 'all' };
  if (what.kind === 'unification') return { operation: 'merge' };
  const match = matchName(what.name, await sourcesOf(connectionId, services));
  if ('found' in match) return { operation: 'ingestion', target: { id: match.found.id, name: match.found.name } };
  const near = 'several' in match ? match.several : match.nearest;
  const shared = (name: string) => near.filter((one) => one.name === name).length > 1;
  const lines = near.slice(0, 4).map(({ id, name }) => `refresh ${printName(shared(name) ? id : name)}`);
  return refuse({
    key: 'several' in match ? 'source-ambiguous' : 'source-unknown',
    facts: { text: short(what.name), count: near.length },
    suggestions: [...lines, ...choices],
  });
}

/** The steps are told by the next reading. */
function cardOf(
  { jobId, status, submittedAtMs }: JobView,
  { operation, target }: RunWish,
  connectionId: string,
  how: Pick<RunContent, 'joined' | 'startedBy'>,
): RunContent {
  return {
    situation: 'run',
    connectionId,
    jobId,
    operation,
    ...(target ? { target } : {}),
    ...how,
    status,
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    groups: [],
    current: [],
    failed: [],
  };
}
