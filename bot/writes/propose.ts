import { newId } from '../../src/base/ids.js';
import { maskRow } from '../../src/delivery/personal.js';
import type { CardContent, Refusal } from '../../src/model/card-content.js';
import type { WriteContent, WrittenField } from '../../src/model/content/write.js';
import type { Cost } from '../../src/model/cost.js';
import type { EntityView, Row } from '../../src/model/entity.js';
import { type Asking, ask, personKey } from '../asking.js';
import { noConnection, refuse } from '../commands/look-up.js';
import { namedEntity } from '../commands/named-entity.js';
import { operatorsOnly } from '../operators.js';
import type { BotServices } from '../services.js';
import { audit, connectionOf, type Turn } from '../turn.js';
import type { FieldValue } from './check-fields.js';

/** Longest line that a card offers to press. */
const longestLine = 200;

export interface Proposal {
  change: WriteContent['change'];
  entity: EntityView;
  item?: string;
  fields: FieldValue[];
  /** The row as it is now, of an update. */
  now?: Row;
  /** When that was read, epoch ms. */
  readAtMs?: number;
}

export interface Wish {
  /** As it was typed. */
  entityName: string;
  /** The whole line, in its canonical form. */
  line: string;
  /** The same without the JSON: shown while a call is awaited. */
  short: string;
  /** A line for another entity. */
  again(name: string): string | undefined;
  /** What is to be written, or why not. May make calls. */
  proposal(entity: EntityView, asking: Asking, connectionId: string): Promise<Proposal | Refusal>;
}

/** The card that shows what would be written and asks for its confirmation; operators get it, and nothing is written. */
export async function propose(wish: Wish, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return noConnection();
  const question = { connectionId: connection.id, lane: 'chat', command: wish.short } as const;
  return ask(question, turn, services, async (asking) => {
    const refused = await operatorsOnly(turn, connection.id, asking.call, services);
    if (refused) return refuse(refused);
    const { entities, readAtMs } = await services.connections.entities(connection.id, asking.call);
    const found = namedEntity(wish.entityName, entities, wish.again);
    if ('refusal' in found) return refuse(found.refusal);
    const proposal = await wish.proposal(found.entity, asking, connection.id);
    if ('item' in proposal) {
      // Whoever asks to change somebody is told what is known of that person now, also where nothing is written.
      const facts = {
        connection: connection.id,
        entity: found.entity.name,
        ...(proposal.item === undefined ? {} : { item: proposal.item }),
      };
      await audit(turn, 'write-asked', facts, services);
    }
    if ('key' in proposal) return refuse(proposal);
    return shown(proposal, connection.id, wish.line, asking.cost(proposal.readAtMs ?? readAtMs), turn, services);
  });
}

/** Remembers the write and shows it, with personal values masked where others read along. */
function shown(
  { change, entity, item, fields, now }: Proposal,
  connectionId: string,
  line: string,
  cost: Cost,
  turn: Turn,
  services: BotServices,
): WriteContent {
  const { conversation, person } = turn;
  const row: Row = Object.fromEntries(fields.map(({ attribute, value }) => [attribute.name, value]));
  const before: Row = Object.fromEntries(fields.map(({ attribute: { name } }) => [name, now?.[name] ?? null]));
  const open = services.showsPersonalData(conversation);
  const seen = (values: Row) => (open ? values : maskRow(values, entity.attributes));
  const [beforeSeen, afterSeen] = [seen(before), seen(row)];
  const masked = fields.some(
    ({ attribute: { name } }) => beforeSeen[name] !== before[name] || afterSeen[name] !== row[name],
  );
  const content: WriteContent = {
    situation: 'write',
    id: newId(),
    connectionId,
    change,
    entity: entity.name,
    ...(item === undefined ? {} : { item }),
    fields: fields.map(
      ({ attribute: { name, friendlyName } }): WrittenField => ({
        name,
        label: friendlyName,
        ...(change === 'update' ? { before: beforeSeen[name] } : {}),
        after: afterSeen[name],
      }),
    ),
    masked,
    by: person.name,
    state: 'asked',
    askedAtMs: services.clock.now(),
    ...(masked || line.length > longestLine ? {} : { command: line }),
    cost,
  };
  services.writes.add({ content, conversationKey: conversation.key, asker: personKey(turn), row });
  return content;
}
