import type { Refusal } from '../../src/model/card-content.js';
import type { EntityView, Row } from '../../src/model/entity.js';
import type { Asking } from '../asking.js';
import { parsed, short } from '../grammar/problem.js';
import { printName, readUpdate, updateExample } from '../grammar/write-line.js';
import type { BotServices } from '../services.js';
import { checkFields } from '../writes/check-fields.js';
import { sameValue } from '../writes/edm-value.js';
import { printJson } from '../writes/print-json.js';
import { type Proposal, propose } from '../writes/propose.js';
import type { Command, CommandSpec } from './spec.js';

interface UpdateCommand extends Command<'update'> {
  entity: string;
  id: string;
  changes: Row;
}

/** Changes fields of a customer at Customer Insights, once an operator has confirmed what the card shows. */
export const update: CommandSpec<UpdateCommand> = {
  name: 'update',
  words: ['update', 'update item', 'өзгерту'],
  usage: 'update <entity> <id> <json>',
  descriptionKey: 'help.update',
  examples: [updateExample],
  read({ text }) {
    const line = readUpdate(text);
    return line.ok ? parsed({ name: 'update', ...line.value }) : line;
  },
  print: ({ entity, id, changes }) => `update ${printName(entity)} ${printName(id)} ${printJson(changes)}`,
  run(command, turn, services) {
    const short = (name: string) => `update ${name} ${printName(command.id)}`;
    return propose(
      {
        entityName: command.entity,
        line: update.print(command),
        short: short(printName(command.entity)),
        again: (name) => `${short(name)} ${printJson(command.changes)}`,
        proposal: (entity, asking, connectionId) => proposal(command, entity, asking, connectionId, services),
      },
      turn,
      services,
    );
  },
};

async function proposal(
  { id, changes }: UpdateCommand,
  entity: EntityView,
  { call }: Asking,
  connectionId: string,
  services: BotServices,
): Promise<Proposal | Refusal> {
  // Real-time writes change customers and nothing else (API reference, section 2.3).
  if (entity.name !== 'Customer') {
    return { key: 'write-update-customers', facts: { entity: entity.name }, example: updateExample };
  }
  const checked = checkFields(changes, entity, updateExample);
  if ('problem' in checked) return checked.problem;
  const key = entity.keys[0] ?? 'CustomerId';
  const named = checked.fields.find(({ attribute }) => attribute.name === key);
  if (named && named.value !== id) return { key: 'write-key-changed', facts: { field: key }, example: updateExample };
  const wanted = checked.fields.filter((one) => one !== named);
  const filter = { kind: 'compare', operator: 'eq', field: key, value: { type: 'string', value: id } } as const;
  const { rows } = await services.connections.client(connectionId).rows(entity.name, { filter, top: 1 }, call);
  const readAtMs = services.clock.now();
  const [now] = rows;
  if (!now)
    return {
      key: 'write-no-such-item',
      facts: { entity: entity.name, text: short(id) },
      suggestions: ['items Customer'],
    };
  const fields = wanted.filter(({ attribute, kind, value }) => !sameValue(now[attribute.name], value, kind));
  if (fields.length === 0) return { key: 'write-nothing-changed', facts: { text: short(id) }, example: updateExample };
  return { change: 'update', entity, item: id, fields, now, readAtMs };
}
