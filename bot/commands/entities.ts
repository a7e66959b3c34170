import type { CardContent } from '../../src/model/card-content.js';
import type { EntityRow } from '../../src/model/content/entities.js';
import { joined } from '../grammar/print.js';
import { parsed } from '../grammar/problem.js';
import { quote, tidy } from '../grammar/tokens.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { askHere } from './ask-here.js';
import type { Command, CommandSpec } from './spec.js';

export interface EntitiesCommand extends Command<'entities'> {
  /** Part of a name, a kind or a source. */
  text?: string;
}

const rowsPerPage = 8;

/** What can be asked for, with kind, source and number of fields. */
export const entities: CommandSpec<EntitiesCommand> = {
  name: 'entities',
  words: ['entities', 'get entities', 'tables', 'кестелер'],
  usage: 'entities [text]',
  descriptionKey: 'help.entities',
  examples: ['entities', 'entities customer'],
  read({ tokens }) {
    const text = tidy(tokens.map((token) => token.text).join(' '));
    return parsed({ name: 'entities', ...(text === '' ? {} : { text }) });
  },
  print,
  run: (command, turn, services) => entitiesContent(command, 1, turn, services),
};

function print({ text }: EntitiesCommand): string {
  return joined('entities', text && (/^[\p{L}\p{N}]+$/u.test(text) ? text : quote(text)));
}

/** `page` counts from 1; one that is not there shows the nearest. */
export async function entitiesContent(
  command: EntitiesCommand,
  page: number,
  turn: Turn,
  services: BotServices,
): Promise<CardContent | undefined> {
  const line = print(command);
  return askHere(line, turn, services, async (connectionId, asking) => {
    const known = await services.connections.entities(connectionId, asking.call);
    const all = known.entities
      .map(
        ({ name, kind, sourceName, attributes, refreshedAtMs }): EntityRow => ({
          name,
          kind,
          fields: attributes.length,
          ...(sourceName === undefined ? {} : { sourceName }),
          ...(refreshedAtMs === undefined ? {} : { refreshedAtMs }),
        }),
      )
      .filter((row) => fits(row, command.text));
    const pages = Math.max(1, Math.ceil(all.length / rowsPerPage));
    const shown = Math.min(Math.max(1, page), pages);
    return {
      situation: 'entities',
      rows: all.slice((shown - 1) * rowsPerPage, shown * rowsPerPage),
      total: all.length,
      page: shown,
      pages,
      line,
      ...(command.text === undefined ? {} : { text: command.text }),
      cost: asking.cost(known.readAtMs),
    };
  });
}

function fits({ name, kind, sourceName = '' }: EntityRow, text: string | undefined): boolean {
  if (text === undefined) return true;
  const squeeze = (one: string) =>
    one
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_-]+/g, '');
  const wanted = squeeze(text);
  return [name, kind, sourceName].some((one) => squeeze(one).includes(wanted));
}
