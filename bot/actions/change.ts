import { z } from 'zod';
import type { FormValues } from '../../src/model/card-content.js';
import type { Subscription } from '../../src/model/subscription.js';
import { formContent } from '../commands/form.js';
import { printSubscribe } from '../grammar/print.js';
import { type ActionSpec, ownUsable, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(1000) });

/** Opens the form with what the subscription says now. */
export const change: ActionSpec = {
  verb: 'change',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const own = await ownUsable(parsed.data.id, turn, services);
    if ('reply' in own) return own.reply;
    const { subscription, about } = own;
    const { connectionId } = subscription;
    if (subscription.rule?.direction === 'changes') return { post: byCommand(subscription), connectionId };
    return { post: await formContent(about, services, { preset: presetOf(subscription) }), connectionId };
  },
};

/** A change in percent is not on the form: it is made anew by a line. */
function byCommand({ number, trigger, target, rule }: Subscription) {
  const wanted = { trigger, ...(target ? { target: target.name } : {}), ...(rule ? { rule } : {}) };
  return {
    situation: 'refusal' as const,
    refusal: {
      key: 'change-by-command',
      facts: { number },
      example: printSubscribe(wanted),
      suggestions: [`unsubscribe ${number}`],
    },
  };
}

function presetOf(subscription: Subscription): Partial<FormValues> {
  const { id, trigger, target, rule, group, includeManual } = subscription;
  const targetField =
    trigger === 'segment-threshold' ? 'segment' : trigger === 'measure-threshold' ? 'measure' : 'source';
  return {
    subscriptionId: id,
    trigger,
    ...(target ? { [targetField]: target.id } : {}),
    ...(rule && rule.direction !== 'changes' ? { direction: rule.direction } : {}),
    ...(rule?.value === undefined ? {} : { value: rule.value }),
    ...(rule ? { runs: String(rule.runs) } : {}),
    ...(rule?.band ? { band: `${rule.band.size}${rule.band.unit === 'percent' ? '%' : ''}` } : {}),
    ...(group ? { group } : {}),
    includeManual: includeManual === true,
  };
}
