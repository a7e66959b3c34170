import { z } from 'zod';
import { twinOf } from '../../src/alerts/by-person.js';
import { endOne } from '../commands/unsubscribe.js';
import { type ActionSpec, aside, ownUsable, unreadable } from './action.js';
import { newRule, saved } from './new-rule.js';

const shape = z.object({ id: z.string().min(1).max(1000), runs: z.coerce.number().int().min(1).max(99) });

/** Makes the rule of a subscription wait for more runs: the careful rule that its card offers. */
export const hold: ActionSpec = {
  verb: 'hold',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const own = await ownUsable(parsed.data.id, turn, services);
    if ('reply' in own) return own.reply;
    const { subscription } = own;
    const { runs } = parsed.data;
    if (!subscription.rule) return aside({ key: 'rule-unchangeable', suggestions: ['list'] });
    // Pressed again: the rule must not begin anew.
    if (subscription.rule.runs === runs) {
      return { inPlace: { situation: 'done', key: 'form-saved', facts: { number: subscription.number } } };
    }
    const rule = { ...subscription.rule, runs };
    const twin = await twinOf({ ...subscription, rule }, services.store);
    if (!twin) return saved(await newRule(subscription, rule, own.about, services), subscription);
    const post = await endOne(subscription, turn, services);
    return { post, inPlace: { situation: 'done', key: 'form-saved', facts: { number: twin.number } } };
  },
};
