import type { CardContent, FormChoice, FormValues, Refusal } from '../../src/model/card-content.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';
import { noConnection } from './look-up.js';
import type { Candidate } from './match.js';
import { measuresOf, segmentsOf, sourcesOf } from './objects.js';

/** The form with what can be chosen now; measures without a single value cannot be watched and are left out. */
export async function formContent(
  turn: Turn,
  services: BotServices,
  kept: { preset?: Partial<FormValues>; problem?: Refusal } = {},
): Promise<CardContent> {
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return noConnection();
  const [sources, segments, measures] = await Promise.all([
    sourcesOf(connection.id, services),
    segmentsOf(connection.id, services),
    measuresOf(connection.id, services),
  ]);
  return {
    situation: 'form',
    sources: choices(sources),
    segments: choices(segments),
    measures: choices(measures.filter((one) => one.view.scalar)),
    ...kept,
  };
}

function choices(candidates: Candidate[]): FormChoice[] {
  return candidates
    .map(({ id, name }) => ({ value: id, title: name }))
    .sort((a, b) => a.title.localeCompare(b.title, 'en'));
}
