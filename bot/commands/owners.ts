import type { CardContent } from '../../src/model/card-content.js';
import { ownedKinds } from '../../src/model/owner.js';
import { joined, printName } from '../grammar/print.js';
import { parsed } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { connectionOf } from '../turn.js';
import { noConnection } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface OwnersCommand extends Command<'owners'> {
  /** Part of a name of an object, a person or an address; absent: all. */
  text?: string;
}

/** Who answers for what on this connection, in the eyes of this tenant. */
export const owners: CommandSpec<OwnersCommand> = {
  name: 'owners',
  words: ['owners', 'иелері'],
  usage: 'owners [text]',
  descriptionKey: 'help.owners',
  examples: ['owners', 'owners "Loyalty CRM"'],
  read({ tokens }) {
    const text = nameOf(tokens);
    return parsed({ name: 'owners', ...(text === '' ? {} : { text }) });
  },
  print: ({ text }) => joined('owners', text !== undefined && printName(text)),
  async run({ text }, turn, services): Promise<CardContent> {
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return noConnection();
    const wanted = text?.toLowerCase();
    const all = (await services.store.owners(connection.id)).filter(
      ({ tenantId }) => tenantId === turn.conversation.tenantId,
    );
    const found = all.filter(({ object, person, email }) => {
      const said = [object.name, object.id, person?.name ?? '', email ?? ''].join('\n').toLowerCase();
      return wanted === undefined || said.includes(wanted);
    });
    found.sort(
      (a, b) =>
        ownedKinds.indexOf(a.object.kind) - ownedKinds.indexOf(b.object.kind) ||
        a.object.name.localeCompare(b.object.name),
    );
    return { situation: 'owners', owners: found, ...(text === undefined ? {} : { text }) };
  },
};
