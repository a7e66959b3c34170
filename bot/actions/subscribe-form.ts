import { changeRule } from '../../src/alerts/watch.js';
import type { CardContent, Refusal } from '../../src/model/card-content.js';
import { type Subscription, sameWish } from '../../src/model/subscription.js';
import { formContent } from '../commands/form.js';
import { subscriptionsOf } from '../commands/list.js';
import { makeSubscription } from '../commands/make-subscription.js';
import { valueKind, withHistory } from '../commands/objects.js';
import { endOne } from '../commands/unsubscribe.js';
import type { Wanted } from '../commands/wanted.js';
import type { BotServices } from '../services.js';
import { audit, type Reply, type Turn } from '../turn.js';
import { type ActionSpec, ownUsable, unreadable } from './action.js';
import { type FormInput, kept, readForm, wantedOf } from './form-values.js';

/** Saves the form: a new subscription, or another rule for one that is there. */
export const subscribeForm: ActionSpec = {
  verb: 'subscribe-form',
  async run(data, turn, services) {
    const form = readForm(data);
    if (!form) return unreadable;
    const changed = form.subscriptionId ? await ownUsable(form.subscriptionId, turn, services) : undefined;
    if (changed && 'reply' in changed) return changed.reply;
    const read = wantedOf(form);
    const about = changed?.about ?? turn;
    const reply = await ('problem' in read
      ? again(form, read.problem, about, services)
      : changed
        ? change(changed.subscription, read.wanted, form, about, services)
        : create(read.wanted, form, about, services));
    return changed ? { ...reply, connectionId: changed.subscription.connectionId } : reply;
  },
};

/** The form with its values kept and what is wrong above them. */
async function again(form: FormInput, problem: Refusal, turn: Turn, services: BotServices): Promise<Reply> {
  return { inPlace: await formContent(turn, services, { preset: kept(form), problem }) };
}

async function create(wanted: Wanted, form: FormInput, turn: Turn, services: BotServices): Promise<Reply> {
  const made = await makeSubscription(wanted, turn, services);
  return 'refusal' in made ? again(form, made.refusal, turn, services) : saved(made.content, made.subscription);
}

/** The form is done with: where it stood, its number stands, and no earlier mistake of it any more. */
function saved(content: CardContent, { number }: Subscription): Reply {
  return { post: content, inPlace: { situation: 'done', key: 'form-saved', facts: { number } } };
}

async function change(
  subscription: Subscription,
  wanted: Wanted,
  form: FormInput,
  turn: Turn,
  services: BotServices,
): Promise<Reply> {
  const { rule } = wanted;
  const sameObject = wanted.trigger === subscription.trigger && wanted.target === subscription.target?.id;
  if (rule && sameObject && !(await hasTwin({ ...subscription, rule }, turn, services))) {
    return saved(await newRule(subscription, rule, turn, services), subscription);
  }
  // Another trigger or object is another subscription, with a number of its own; the old one ends once it is there.
  const options = { ...wanted, ...(subscription.quiet ? { quiet: subscription.quiet } : {}) };
  const made = await makeSubscription(options, turn, services);
  if ('refusal' in made) return again(form, made.refusal, turn, services);
  if (made.subscription.id !== subscription.id) await endOne(subscription, turn, services);
  return saved(made.content, made.subscription);
}

/** Whether the changed subscription would want what another one here wants already. */
async function hasTwin(changed: Subscription, turn: Turn, services: BotServices): Promise<boolean> {
  const all = await subscriptionsOf(turn.conversation, services);
  return all.some((one) => one.id !== changed.id && sameWish(one, changed));
}

async function newRule(
  subscription: Subscription,
  rule: NonNullable<Wanted['rule']>,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const { store, clock, connections } = services;
  const { connectionId, target } = subscription;
  const kind = valueKind(subscription.trigger);
  const reading =
    kind && target ? await withHistory(kind, target.id, connectionId, services) : connections.reading(connectionId);
  const result = await changeRule({ store, subscription, rule, reading, nowMs: clock.now() });
  await audit(turn, 'change', { number: String(subscription.number) }, services);
  services.wake();
  return {
    situation: 'subscribed',
    subscription: result.subscription,
    standing: result.standing,
    existed: false,
  };
}
