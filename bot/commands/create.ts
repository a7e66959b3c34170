import type { EntityView, Row } from '../../src/model/entity.js';
import { parsed } from '../grammar/problem.js';
import { createExample, printName, readCreate } from '../grammar/write-line.js';
import { checkFields } from '../writes/check-fields.js';
import { printJson } from '../writes/print-json.js';
import { propose } from '../writes/propose.js';
import type { Command, CommandSpec } from './spec.js';

interface CreateCommand extends Command<'create'> {
  entity: string;
  item: Row;
}

/** Adds an activity at Customer Insights, once an operator has confirmed what the card shows. */
export const create: CommandSpec<CreateCommand> = {
  name: 'create',
  words: ['create', 'create item', 'add', 'құру', 'қосу'],
  usage: 'create <entity> <json>',
  descriptionKey: 'help.create',
  examples: [createExample],
  read({ text }) {
    const line = readCreate(text);
    return line.ok ? parsed({ name: 'create', ...line.value }) : line;
  },
  print: ({ entity, item }) => `create ${printName(entity)} ${printJson(item)}`,
  run(command, turn, services) {
    const again = (name: string) => `create ${name} ${printJson(command.item)}`;
    return propose(
      {
        entityName: command.entity,
        line: create.print(command),
        short: `create ${printName(command.entity)}`,
        again,
        async proposal(entity) {
          if (!isCreatable(entity))
            return { key: 'write-create-activities', facts: { entity: entity.name }, example: createExample };
          const checked = checkFields(command.item, entity, createExample);
          if ('problem' in checked) return checked.problem;
          const { fields } = checked;
          const missing = entity.keys.find((key) => {
            const value = fields.find(({ attribute }) => attribute.name === key)?.value;
            return value === undefined || value === null || value === '';
          });
          if (missing !== undefined)
            return { key: 'write-key-missing', facts: { field: missing }, example: createExample };
          const [key] = entity.keys;
          const item = fields.find(({ attribute }) => attribute.name === key)?.value;
          return { change: 'create', entity, fields, ...(item === undefined ? {} : { item: String(item) }) };
        },
      },
      turn,
      services,
    );
  },
};

/** Real-time writes add activities and nothing else (API reference, section 2.3). */
function isCreatable({ kind }: EntityView): boolean {
  return kind === 'unifiedActivity' || kind === 'activity';
}
