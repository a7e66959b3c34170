import { readEntityName } from '../grammar/partition-line.js';
import { parsed } from '../grammar/problem.js';
import { printName } from '../grammar/write-line.js';
import { askHere } from './ask-here.js';
import { refuse } from './look-up.js';
import { namedEntity } from './named-entity.js';
import type { Command, CommandSpec } from './spec.js';

interface PartitionsCommand extends Command<'partitions'> {
  entity: string;
}

/** The parts of an entity's data as files, from its metadata. */
export const partitions: CommandSpec<PartitionsCommand> = {
  name: 'partitions',
  words: ['partitions', 'parts', 'бөліктер'],
  usage: 'partitions <entity>',
  descriptionKey: 'help.partitions',
  examples: ['partitions Customer'],
  read({ tokens }) {
    const line = readEntityName(tokens);
    return line.ok ? parsed({ name: 'partitions', ...line.value }) : line;
  },
  print: ({ entity }) => `partitions ${printName(entity)}`,
  async run(command, turn, services) {
    return askHere(partitions.print(command), turn, services, async (connectionId, { call, cost }) => {
      const { entities, readAtMs } = await services.connections.entities(connectionId, call);
      const found = namedEntity(command.entity, entities, (name) => `partitions ${name}`);
      if ('refusal' in found) return refuse(found.refusal);
      const { name, partitions: parts } = found.entity;
      return {
        situation: 'partitions',
        entity: name,
        parts: parts.map(({ name: part, location, refreshedAtMs }) => ({
          name: part,
          host: hostOf(location),
          ...(refreshedAtMs === undefined ? {} : { refreshedAtMs }),
        })),
        cost: cost(readAtMs),
      };
    });
  },
};

/** The rest of a location may carry a key. */
export function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).hostname : '';
}
