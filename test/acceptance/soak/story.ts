import type { SoakWorld } from './soak-world.js';

/** mulberry32: the same story from the same seed. */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.int(0, list.length - 1)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }
}

const sources = ['CRM contacts', 'Shop orders', 'Loyalty members', 'Store sales', 'Website visits'];
const segments = ['Vip', 'LoyaltyGold'];
const measures = ['TotalRevenue', 'MarginChange'];

const wishes = [
  'subscribe refresh-failed all',
  'subscribe refresh-failed "CRM contacts"',
  'subscribe refresh-succeeded "CRM contacts"',
  'subscribe refresh-succeeded all',
  'subscribe segment VIP above 2000',
  'subscribe segment VIP above 2000 for 2 runs',
  'subscribe segment VIP below 1950',
  'subscribe segment VIP crosses 2000',
  'subscribe segment "Loyalty gold & platinum" below 800',
  'subscribe measure "Total revenue" above 1900000',
  'subscribe measure TotalRevenue below 1700000.5',
  'subscribe measure MarginChange crosses 0',
  'subscribe full-refresh',
  'subscribe full-refresh including manual',
  'subscribe unification',
  'subscribe step-failed all',
  'subscribe step-failed segments',
  'subscribe step-failed exports',
];

/** Who listens where: several wishes in several conversations and a thread. Resolves when all were answered. */
export async function seat(world: SoakWorld, dice: Dice): Promise<void> {
  const places = ['Data alerts', 'Marketing', 'Data ops'].map((name) => world.place(name));
  for (const place of places.slice(0, dice.int(1, 3))) {
    for (const wish of wishes) if (dice.chance(0.5)) await world.say(place, wish);
  }
  const channel = world.place('Data alerts');
  const root = await world.teams.control.say(channel, 'status', { mention: true });
  await world.clock.sleep(3_000);
  for (const wish of wishes) if (dice.chance(0.15)) await world.say(channel, `${wish} here`, root.messageId);
}

type Deed = (world: SoakWorld, dice: Dice) => void | Promise<void>;

let token = 0;
const failing = (dice: Dice, outcome: 'fail' | 'recover' | 'time-out') => {
  token += 1;
  const text = { code: 'X', message: `token-${token}` };
  if (outcome === 'fail') return { outcome, tries: dice.int(1, 3), ...text } as const;
  if (outcome === 'recover') return { outcome, failures: dice.int(1, 2), ...text } as const;
  return { outcome, ...text } as const;
};
const plan = (dice: Dice) => failing(dice, dice.pick(['fail', 'fail', 'recover', 'time-out']));
const submission = (dice: Dice) => dice.pick(['scheduled', 'onDemand'] as const);

/** What happens in Customer Insights. */
const happenings: Deed[] = [
  (world, dice) => {
    const source = dice.pick(sources);
    world.insights.planSource(source, plan(dice));
    world.insights.startRun({ operation: 'ingestion', submission: submission(dice), identifiers: [source] });
  },
  (world, dice) => {
    world.insights.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: [dice.pick(sources)] });
  },
  (world, dice) => {
    if (dice.chance(0.5)) world.insights.planSource(dice.pick(sources), plan(dice));
    if (dice.chance(0.3)) world.insights.planStep('segmentation', dice.pick(segments), plan(dice));
    if (dice.chance(0.3)) world.insights.planStep('measures', 'ReturnRate', plan(dice));
    if (dice.chance(0.3)) world.insights.planStep('export', 'Mailing platform: VIP & lapsing', plan(dice));
    if (dice.chance(0.1)) world.insights.planStep('merge', 'Merge', plan(dice));
    if (dice.chance(0.2)) world.insights.planStep('profileStore', 'Profiles', plan(dice));
    world.insights.startRun({ operation: 'all', submission: submission(dice) });
  },
  (world, dice) => {
    world.insights.startRun({ operation: 'match', submission: submission(dice) });
  },
  (world, dice) => {
    world.insights.startRun({ operation: 'merge', submission: 'onDemand', runDownstreamAfterMerge: dice.chance(0.6) });
  },
  (world, dice) => {
    const running = world.insights.state().jobs.find((job) => job.endedAtMs === undefined);
    if (running) world.insights.cancelRun(running.jobId);
    else world.insights.startRun({ operation: 'segmentation', submission: submission(dice), identifiers: ['Vip'] });
  },
  (world, dice) => {
    world.insights.setSegment('Vip', dice.pick([1940, 1960, 2000, 2001, 2046]) + dice.int(0, 4) * 7);
  },
  (world, dice) => {
    world.insights.setSegment('Vip', dice.pick([1910, 2046]) + dice.int(0, 9));
  },
  (world, dice) => {
    world.insights.setSegment('LoyaltyGold', dice.pick([700, 790, 800, 810, 902]));
  },
  (world, dice) => {
    world.insights.planSegment('Vip', [dice.pick([1900, 2100]), dice.pick([1900, 2100])]);
    world.insights.startRun({ operation: 'segmentation', submission: submission(dice), identifiers: ['Vip'] });
  },
  (world, dice) => {
    world.insights.setMeasure(
      'TotalRevenue',
      dice.pick(['1900000', '1900000.01', '1700000.5', '1700000.49', '1950000']),
    );
  },
  (world, dice) => {
    world.insights.setMeasure(dice.pick(measures.slice(1)), dice.pick(['-0.01', '0', '0.01', '-1300', '400.5']));
  },
];

/** What goes wrong on the way. Everything mends by itself, or is mended at the end. */
const troubles: Deed[] = [
  ({ insights }, dice) =>
    insights.fault({ kind: 'throttle', forMs: dice.int(5, 90) * 1000, retryAfterSeconds: dice.int(1, 30) }),
  ({ insights }, dice) =>
    insights.fault({ kind: 'status', status: dice.pick([500, 503]), forMs: dice.int(5, 240) * 1000 }),
  ({ insights }, dice) => insights.fault({ kind: 'hang', times: dice.int(1, 3) }),
  ({ insights }, dice) =>
    insights.fault({ kind: 'reset', when: dice.pick(['before', 'within']), times: dice.int(1, 4) }),
  ({ insights }, dice) =>
    insights.fault({
      kind: 'broken',
      how: dice.pick(['truncated', 'wrong-types', 'null', 'empty', 'html']),
      path: dice.pick([
        '/manage/segments',
        '/manage/measures',
        '/workflows/main/jobs',
        '/workflows/main/status',
        '/manage/datasources',
      ]),
      forMs: dice.int(10, 400) * 1000,
    }),
  ({ insights }, dice) => {
    insights.setStyle({
      pascalCaseEnums: dice.chance(0.5),
      numericCodes: dice.chance(0.5),
      yearOneDates: dice.chance(0.5),
    });
  },
  ({ teams }, dice) => {
    teams.control.fault({
      kind: '429',
      forMs: dice.int(5, 60) * 1000,
      ...(dice.chance(0.5) ? { retryAfterSeconds: dice.int(1, 20) } : {}),
    });
  },
  ({ teams }, dice) => {
    teams.control.fault({ kind: dice.pick(['502', '503', '504'] as const), delivered: dice.chance(0.7), times: 1 });
  },
  ({ teams }, dice) => {
    teams.control.fault({ kind: dice.pick(['reset', 'hang'] as const), delivered: dice.chance(0.7), times: 1 });
  },
  ({ teams }, dice) => teams.control.fault({ kind: '412', times: dice.int(1, 3) }),
  ({ teams }) =>
    teams.control.fault({ kind: '404', code: 'ActivityNotFoundInConversation', operation: 'update', times: 1 }),
  async (world, dice) => {
    const place = world.place(dice.pick(['Data alerts', 'Data ops']));
    world.teams.control.fault({ kind: '403', code: 'BotNotInConversationRoster', conversationId: place, times: 1 });
  },
  async (world, dice) => {
    await world.stopApp();
    await world.clock.sleep(dice.pick([2, 20, 90, 400, 1500]) * 1000);
    await world.startApp();
  },
  async (world, dice) => {
    world.insights.rotateKey();
    await world.clock.sleep(dice.int(5, 120) * 1000);
    await world.stopApp();
    await world.startApp();
  },
  ({ clock }, dice) => clock.jump(dice.pick([-7_200_000, -30_000, -900, 900, 30_000, 7_200_000])),
];

export interface StoryOptions {
  deeds: number;
  /** Share of deeds that are troubles. */
  trouble: number;
}

/** Plays a story and mends everything in the end; resolves when all has settled. */
export async function play(world: SoakWorld, dice: Dice, { deeds, trouble }: StoryOptions): Promise<string[]> {
  const log: string[] = [];
  for (let i = 0; i < deeds; i += 1) {
    const list = dice.chance(trouble) ? troubles : happenings;
    const index = dice.int(0, list.length - 1);
    log.push(`${Math.round(world.clock.monotonic() / 1000)}s ${list === troubles ? 'trouble' : 'happening'} ${index}`);
    await list[index]?.(world, dice);
    await world.clock.sleep(dice.pick([25, 25, 40, 70, 150]) * 1000);
  }
  world.insights.clearFaults();
  world.teams.control.clearFaults();
  // Whoever was suspended comes back when somebody speaks to it.
  for (const one of world.teams.control.conversations()) {
    if (one.installed) await world.say(one.id, 'status');
  }
  await world.clock.sleep(15 * 60_000);
  return log;
}
