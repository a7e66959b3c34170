import { backTest } from '../../src/alerts/back-test.js';
import { backTestLength, mergeTrend } from '../../src/alerts/trend.js';
import type { BackTest } from '../../src/model/card-content.js';
import type { Reading } from '../../src/model/reading.js';
import type { Subscription } from '../../src/model/subscription.js';
import type { BotServices } from '../services.js';
import { valueKind } from './objects.js';

/** A subscription's rule tried on what is known of its object; nothing is fetched for it. Throws `store-*`. */
export async function backTestOf(
  { trigger, target, rule, connectionId }: Subscription,
  reading: Reading | undefined,
  services: BotServices,
): Promise<{ backTest?: BackTest }> {
  const kind = valueKind(trigger);
  if (!kind || !target || !rule) return {};
  const stored = await services.store.evaluations(connectionId, kind, target.id, backTestLength);
  const view = (kind === 'segment' ? reading?.segments : reading?.measures)?.find((one) => one.name === target.id);
  const own = view?.evaluated ? [view.evaluated] : [];
  const result = backTest(rule, mergeTrend([view?.history ?? [], stored, own], undefined, backTestLength));
  return result ? { backTest: result } : {};
}
