import type { CallOptions } from '../../src/insights/port.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { EntityView } from '../../src/model/entity.js';
import { refuse } from '../commands/look-up.js';
import { type Candidate, matchName } from '../commands/match.js';
import type { Condition } from '../grammar/conditions.js';
import type { ItemsRequest, ItemsWish } from '../grammar/items.js';
import { printItems } from '../grammar/print-items.js';
import { type Problem, short } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { bind } from './bind.js';
import { withCondition } from './bind-refusals.js';
import { findEntity } from './find-entity.js';

export type EntityResult = { entity: EntityView } | { answer: CardContent };

/** The entity that a name means, or the card that offers the nearest. `again` prints the line with another name. */
export async function entityOf(
  text: string,
  connectionId: string,
  again: (entity: string) => string,
  call: CallOptions,
  services: BotServices,
): Promise<EntityResult> {
  const { entities } = await services.connections.entities(connectionId, call);
  const match = findEntity(text, entities, services.connections.reading(connectionId));
  if ('found' in match) return { entity: match.found.view };
  const near = 'several' in match ? match.several : match.nearest;
  const lines = near.slice(0, 5).map(({ name }) => again(name));
  const facts = { text: short(text), count: near.length };
  const key = 'several' in match ? 'entity-ambiguous' : 'entity-unknown';
  return { answer: refuse({ key, facts, suggestions: [...lines, 'entities'] }) };
}

export type RequestResult = { request: ItemsRequest } | { answer: CardContent };

/** A question bound to its entity, or the card that refuses it. Throws `insights-*` and `budget-*`. */
export async function requestOf(
  wish: ItemsWish,
  connectionId: string,
  call: CallOptions,
  { conversation }: Turn,
  services: BotServices,
): Promise<RequestResult> {
  const again = (entity: string) => printItems({ ...wish, entity });
  const found = await entityOf(wish.entity, connectionId, again, call, services);
  if ('answer' in found) return found;
  const { entity } = found;
  const segments = wish.where && namesSegment(wish.where) ? await segmentsOf(connectionId, call, services) : [];
  const bound = bind(wish, entity, {
    zone: conversation.timeZone ?? services.defaults.timeZone,
    segment: (text) => segmentOf(text, segments, wish),
  });
  if ('problem' in bound) return { answer: refuse(bound.problem) };
  const { top, skip = 0 } = wish;
  const { query } = bound;
  return {
    request: { connectionId, entity, query, skip, line: again(entity.name), ...(top === undefined ? {} : { top }) },
  };
}

function namesSegment(where: Condition): boolean {
  if (where.kind === 'and' || where.kind === 'or') return where.parts.some(namesSegment);
  return where.kind === 'not' ? namesSegment(where.part) : where.kind === 'member';
}

async function segmentsOf(connectionId: string, call: CallOptions, { connections }: BotServices): Promise<Candidate[]> {
  const known = connections.reading(connectionId)?.segments;
  const views = known ?? (await connections.client(connectionId).segments({ history: false }, call));
  return views.map(({ name, friendlyName }) => ({
    id: name,
    name: friendlyName || name,
    spellings: [...new Set([name, friendlyName])],
  }));
}

function segmentOf(text: string, all: Candidate[], wish: ItemsWish): { name: string } | { problem: Problem } {
  const match = matchName(text, all);
  if ('found' in match) return { name: match.found.id };
  const near = 'several' in match ? match.several : match.nearest;
  const suggestions = near
    .slice(0, 5)
    .map(({ id }) => printItems(withCondition(wish, (where) => withSegment(where, text, id))));
  const key = 'several' in match ? 'segment-ambiguous' : 'segment-unknown';
  return { problem: { key, facts: { text: short(text), count: near.length }, suggestions } };
}

function withSegment(where: Condition, from: string, to: string): Condition {
  switch (where.kind) {
    case 'and':
    case 'or':
      return { kind: where.kind, parts: where.parts.map((part) => withSegment(part, from, to)) };
    case 'not':
      return { kind: 'not', part: withSegment(where.part, from, to) };
    case 'member':
      return where.segment === from ? { kind: 'member', segment: to } : where;
    default:
      return where;
  }
}
