import type { CardContent } from '../../src/model/card-content.js';
import type { Connection } from '../../src/model/connection.js';
import { joined, printName } from '../grammar/print.js';
import { parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import type { BotServices } from '../services.js';
import { audit, connectionOf, post, type Turn, turnOn } from '../turn.js';
import { subscriptionsOf } from './list.js';
import { noConnection, refuse } from './look-up.js';
import { type Candidate, matchName } from './match.js';
import type { Command, CommandSpec } from './spec.js';

interface InstanceCommand extends Command<'instance'> {
  /** Absent: show what there is. */
  target?: string;
}

type Instance = Candidate & { connection: Connection };

/** Which environment this conversation uses, and the way to another. */
export const instance: CommandSpec<InstanceCommand> = {
  name: 'instance',
  words: [
    'instance',
    'switchinstance',
    'switch instance',
    'instances',
    'environment',
    'environments',
    'орта',
    'орталар',
  ],
  usage: 'instance [name]',
  descriptionKey: 'help.instance',
  examples: ['instance', 'instance "North Europe"'],
  read({ tokens }) {
    const target = nameOf(tokens);
    return parsed({ name: 'instance', ...(target === '' ? {} : { target }) });
  },
  print: ({ target }) => joined('instance', target !== undefined && printName(target)),
  async run(command, turn, services) {
    const current = connectionOf(turn.conversation, services);
    if (!current) return noConnection();
    const all = services.connections.visible(turn.conversation.tenantId).map(
      (one): Instance => ({
        connection: one,
        id: one.id,
        name: one.name,
        spellings: [one.name, one.id, one.instanceId],
      }),
    );
    if (command.target === undefined) return overview(all, current, turn, services);
    const match = matchName(command.target, all);
    if ('found' in match) return use(match.found.connection, current, turn, services);
    const several = 'several' in match;
    const likely = several ? match.several : match.nearest;
    const suggestions = likely.length > 0 ? switches(likely).slice(0, 6) : ['instance'];
    const facts = { text: short(command.target), ...(several ? { count: likely.length } : {}) };
    return refuse({ key: several ? 'instance-ambiguous' : 'instance-unknown', facts, suggestions });
  },
};

/** Lines that switch; by id where a name is shared. */
function switches(instances: Instance[]): string[] {
  const shared = (name: string) => instances.filter((one) => one.name === name).length > 1;
  return instances.map((one) => `instance ${printName(shared(one.name) ? one.id : one.name)}`);
}

async function overview(all: Instance[], current: Connection, turn: Turn, services: BotServices): Promise<CardContent> {
  const own = await subscriptionsOf(turn.conversation, services);
  const lines = switches(all);
  return {
    situation: 'instances',
    instances: all.map(({ id, name }, index) => ({
      name,
      command: lines[index] ?? '',
      current: id === current.id,
      subscriptions: own.filter((one) => one.connectionId === id).length,
    })),
  };
}

/** The answer is about the environment that is used from now on, so it is posted here and not by the caller. */
async function use(to: Connection, from: Connection, turn: Turn, services: BotServices): Promise<undefined> {
  const changes = to.id !== from.id;
  // Also where it is used already: what was the default may be another one tomorrow.
  await services.store.saveConversation(turn.conversation.key, (now) => ({
    ...(now ?? turn.conversation),
    connectionId: to.id,
  }));
  if (changes) await audit(turn, 'instance', { connection: to.id }, services);
  const own = await subscriptionsOf(turn.conversation, services);
  const count = own.filter((one) => one.connectionId !== to.id).length;
  const content: CardContent = {
    situation: 'done',
    key: changes ? 'instance' : 'instance-already',
    facts: { name: to.name, count },
  };
  await post(turnOn(to.id, turn), content, services);
}
