import { maskRow } from '../../src/delivery/personal.js';
import type { AttributeView, EntityView, PartitionView } from '../../src/model/entity.js';
import { firstRows } from '../../src/storage/csv.js';
import type { PartitionHead } from '../../src/storage/partition.js';
import { readPartition } from '../grammar/partition-line.js';
import { parsed, short } from '../grammar/problem.js';
import { printName } from '../grammar/write-line.js';
import { tellsOfPeople } from '../items/columns.js';
import { audit } from '../turn.js';
import { askHere } from './ask-here.js';
import { refuse } from './look-up.js';
import { matchName } from './match.js';
import { namedEntity } from './named-entity.js';
import { hostOf } from './partitions.js';
import type { Command, CommandSpec } from './spec.js';

interface PartitionCommand extends Command<'partition'> {
  entity: string;
  partition: string;
}

const shownRows = 5;
const shownColumns = 5;

/** The first rows of one part of an entity's data, read from the storage it is in: no call of Customer Insights. */
export const partition: CommandSpec<PartitionCommand> = {
  name: 'partition',
  words: ['partition', 'part', 'бөлік'],
  usage: 'partition <entity> <name>',
  descriptionKey: 'help.partition',
  examples: ['partition Customer part-00000'],
  read({ tokens }) {
    const line = readPartition(tokens);
    if (!line.ok) return line;
    return parsed({ name: 'partition', entity: line.value.entity, partition: line.value.name });
  },
  print: (command) => `partition ${printName(command.entity)} ${printName(command.partition)}`,
  async run(command, turn, services) {
    return askHere(partition.print(command), turn, services, async (connectionId, { call, cost }) => {
      const { entities, readAtMs } = await services.connections.entities(connectionId, call);
      const line = (entity: string, part: string) => `partition ${entity} ${printName(part)}`;
      const found = namedEntity(command.entity, entities, (name) => line(name, command.partition));
      if ('refusal' in found) return refuse(found.refusal);
      const { entity } = found;
      const candidates = entity.partitions.map((part) => ({
        id: part.name,
        name: part.name,
        spellings: [part.name],
        part,
      }));
      const match = matchName(command.partition, candidates);
      if (!('found' in match)) {
        const near = 'several' in match ? match.several : match.nearest;
        const lines = near.slice(0, 4).map(({ id }) => line(printName(entity.name), id));
        const facts = { text: short(command.partition), entity: entity.name };
        return refuse({
          key: 'partition-unknown',
          facts,
          suggestions: [...lines, `partitions ${printName(entity.name)}`],
        });
      }
      const { part } = match.found;
      const read = await services.partitions.read(part.location);
      const refused = (reason: string) =>
        refuse({ key: `partition-${reason}`, facts: { name: part.name, host: hostOf(part.location) } });
      if (typeof read === 'string') return refused(read);
      if (!isText(read.head)) return refused('not-text');
      const { open, ...shown } = tableOf(entity, part, read, services.showsPersonalData(turn.conversation));
      if (tellsOfPeople(entity)) {
        const facts = { connection: connectionId, entity: entity.name, rows: String(shown.rows.length) };
        await audit(turn, 'partition', facts, services);
      }
      return {
        situation: 'partition',
        entity: entity.name,
        name: part.name,
        host: hostOf(part.location),
        ...(part.refreshedAtMs === undefined ? {} : { refreshedAtMs: part.refreshedAtMs }),
        ...(read.size === undefined ? {} : { size: read.size }),
        ...shown,
        masked: !open,
        cost: cost(readAtMs),
      };
    });
  },
};

/** Parquet and archives are not for reading. */
function isText(head: Buffer): boolean {
  return !head.includes(0) && head.subarray(0, 4).toString('latin1') !== 'PAR1';
}

/** The first rows under the names that the metadata has for their columns. `open`: nothing had to be masked. */
function tableOf(entity: EntityView, part: PartitionView, { head, complete }: PartitionHead, isOpen: boolean) {
  const read = firstRows(head.toString('utf8'), { most: shownRows + (part.hasHeader ? 2 : 1), complete });
  const header = part.hasHeader ? read[0] : undefined;
  const lines = header ? read.slice(1) : read;
  const width = Math.max(0, ...lines.map((row) => row.length));
  const attributes = Array.from({ length: width }, (_, at) => attributeAt(at, header, entity));
  const shown = lines.slice(0, shownRows).map((row) => {
    const values = Object.fromEntries(attributes.map(({ name }, at) => [name, row[at] ?? '']));
    const seen = isOpen ? values : maskRow(values, attributes);
    return attributes.map(({ name }) => ({ value: String(seen[name] ?? ''), masked: seen[name] !== values[name] }));
  });
  return {
    columns: attributes.slice(0, shownColumns).map((one) => one.friendlyName),
    hiddenColumns: Math.max(0, width - shownColumns),
    rows: shown.map((row) => row.slice(0, shownColumns).map(({ value }) => value)),
    more: lines.length > shownRows || !complete,
    open: !shown.some((row) => row.slice(0, shownColumns).some(({ masked }) => masked)),
  };
}

/** A column of the file: by its header where it has one, else by its place. One beyond the metadata is known by number. */
function attributeAt(at: number, header: string[] | undefined, { attributes }: EntityView): AttributeView {
  const name = header?.[at];
  const known = header ? attributes.find((one) => one.name === name) : attributes[at];
  const own = name || `#${at + 1}`;
  return known ?? { name: own, friendlyName: own, type: 'Edm.String' };
}
