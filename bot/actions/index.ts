import type { BotServices } from '../services.js';
import type { Reply, Turn } from '../turn.js';
import { acknowledge } from './acknowledge.js';
import { type ActionSpec, aside } from './action.js';
import { change } from './change.js';
import { entitiesPage } from './entities-page.js';
import { gatherCancel } from './gather-cancel.js';
import { itemsPage } from './items-page.js';
import { leaf } from './leaf.js';
import { objectsPage } from './objects-page.js';
import { page } from './page.js';
import { resume } from './resume.js';
import { run } from './run.js';
import { runAgain } from './run-again.js';
import { runCancel } from './run-cancel.js';
import { snooze } from './snooze.js';
import { stop } from './stop.js';
import { subscribeForm } from './subscribe-form.js';
import { test } from './test.js';
import { unsubscribe } from './unsubscribe.js';
import { writeCancel, writeConfirm } from './write.js';

/** Every verb a card may carry. */
export const actions: readonly ActionSpec[] = [
  run,
  test,
  unsubscribe,
  change,
  page,
  objectsPage,
  subscribeForm,
  itemsPage,
  entitiesPage,
  gatherCancel,
  leaf,
  writeConfirm,
  writeCancel,
  runCancel,
  acknowledge,
  snooze,
  resume,
  runAgain,
  stop,
];

export async function runAction(verb: string, data: unknown, turn: Turn, services: BotServices): Promise<Reply> {
  const action = actions.find((one) => one.verb === verb);
  if (!action) return aside({ key: 'card-button-unknown', suggestions: ['help'] });
  return action.run(data, turn, services);
}
