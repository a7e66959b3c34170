import type { PartitionContent, PartitionsContent } from '../../model/content/partition.js';
import { clean } from '../clean.js';
import { commandParts } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { NOTHING } from './values.js';
import { type Head, icons, part, SEPARATOR, type View, type ViewInput } from './view.js';

const joined = (parts: string[]) => parts.filter((one) => one !== '').join(SEPARATOR);

/** `12.5 KiB`, in the units of storage accounts: 1,024 bytes each. */
function sizeOf(bytes: number, { f }: ViewInput): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${f.number((bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1))}\u00a0${units[power]}`;
}

const look = { tone: 'emphasis', colour: 'Default' } as const;

/** The parts of an entity's data: a line and a button for each of the first. */
export function partitionsView({ entity, parts, cost }: PartitionsContent, input: ViewInput): View {
  const { f, limits } = input;
  const shown = parts.slice(0, limits.items);
  const left = parts.length - shown.length;
  // One host for all is told once.
  const common = new Set(parts.map((one) => one.host)).size === 1 ? parts[0]?.host : undefined;
  const title = f.say('partitions.title');
  const head: Head = {
    ...look,
    state: `${icons.info} ${title}`,
    name: clean(entity, limits.name),
    sentence: joined([f.say('partitions.count', { n: parts.length }), clean(common ?? '', limits.name)]),
  };
  const plain = (name: string) => /^[\w.-]{1,100}$/.test(name) && /^\w+$/.test(entity);
  return {
    template: 'partition',
    model: {
      head,
      rows: shown.map(({ name, host, refreshedAtMs }) => ({
        title: clean(name, limits.name) || '?',
        ...part(
          'text',
          joined([
            common === undefined ? clean(host, limits.name) : '',
            refreshedAtMs === undefined ? '' : f.moment(refreshedAtMs),
          ]),
        ),
      })),
      ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined),
      ...commandParts(
        shown
          .filter(({ name }) => plain(name))
          .slice(0, 3)
          .map(({ name }) => `partition ${entity} ${name}`),
        input,
      ),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: `${title}: ${head.name}`,
  };
}

/** The first rows of a part: the first value of each as its title, the others with the names of their columns. */
export function partitionView(content: PartitionContent, input: ViewInput): View {
  const { f, limits } = input;
  const { entity, name, host, size, refreshedAtMs, columns, hiddenColumns, rows, more } = content;
  const value = (text: string | undefined) => clean(text ?? '', limits.name) || NOTHING;
  const title = f.say('partition.title');
  const about = [
    size === undefined ? f.say('partition.large') : sizeOf(size, input),
    clean(host, limits.name),
    refreshedAtMs === undefined ? '' : f.moment(refreshedAtMs),
  ];
  const head: Head = {
    ...look,
    state: `${icons.info} ${title}`,
    name: `${clean(entity, limits.name)} ${clean(name, limits.name)}`,
    sentence: joined(about),
  };
  const notes = [
    rows.length === 0 ? f.say('partition.empty') : more ? f.say('partition.first', { n: rows.length }) : '',
    hiddenColumns > 0 ? f.say('partition.hidden', { n: hiddenColumns }) : '',
  ];
  return {
    template: 'partition',
    model: {
      head,
      rows: rows.map((row) => ({
        title: value(row[0]),
        ...part(
          'text',
          joined(
            columns
              .slice(1)
              .map((column, at) =>
                f.say('partition.value', { column: clean(column, limits.name), value: value(row[at + 1]) }),
              ),
          ),
        ),
      })),
      ...part('more', notes.filter((one) => one !== '').join(' ')),
      foot: fetchedFoot(content, input, { times: true }),
    },
    summary: `${title}: ${head.name}`,
  };
}
