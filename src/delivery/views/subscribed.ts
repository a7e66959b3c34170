import type { CardButton, CardContent } from '../../model/card-content.js';
import type { Subscription } from '../../model/subscription.js';
import { clean, escapeMarkdown } from '../clean.js';
import { buttonRows } from './buttons.js';
import { type Fact, foot, type Head, icons, part, type View, type ViewInput } from './view.js';
import { standingView, wishWords } from './wish.js';

/**
 * Buttons of one subscription: the data names it and nothing else, rights and state are looked up again. On a list it
 * names the page too, so that the list can be shown anew.
 */
export function subscriptionButtons(subscription: Subscription, { f }: ViewInput, page?: number): CardButton[] {
  const data = { id: subscription.id };
  const ending = page === undefined ? data : { ...data, page: String(page) };
  const asleep = subscription.snooze
    ? [{ title: f.say('button.resume'), verb: 'run', data: { command: `resume ${subscription.number}` } }]
    : [];
  return [
    ...asleep,
    { title: f.say('button.test'), verb: 'test', data },
    { title: f.say('button.change'), verb: 'change', data },
    { title: f.say('button.unsubscribe'), verb: 'unsubscribe', data: ending },
  ];
}

function facts(subscription: Subscription, input: ViewInput): Fact[] {
  const { f, limits } = input;
  const { quiet, mentions, threadId, createdBy } = subscription;
  const list: Fact[] = [{ title: f.say('fact.place'), value: f.say(threadId ? 'place.thread' : 'place.new-post') }];
  if (quiet)
    list.push({ title: f.say('fact.quiet'), value: `${quiet.from}–${quiet.to}, ${escapeMarkdown(quiet.zone)}` });
  if (mentions?.length) {
    const names = mentions.slice(0, limits.items).map((one) => escapeMarkdown(one.name, limits.name));
    list.push({ title: f.say('fact.mentions'), value: f.list(names) });
  }
  list.push({ title: f.say('fact.created-by'), value: escapeMarkdown(createdBy.name, limits.name) || '?' });
  return list;
}

/** Times in the zone of whoever subscribed, where the conversation has chosen none. */
function zoneButton(zone: string | undefined, { f }: ViewInput): CardButton[] {
  if (zone === undefined) return [];
  return [{ title: f.say('button.use-zone', { zone }), verb: 'run', data: { command: `timezone ${clean(zone)}` } }];
}

/** Says at once what a subscription will do and how things stand now. */
export function subscribedView(content: Extract<CardContent, { situation: 'subscribed' }>, input: ViewInput): View {
  const { f } = input;
  const { subscription, existed, quietUntilMs } = content;
  const wish = wishWords(subscription, input);
  const standing = standingView(content.standing, subscription, input);
  const number = subscription.number;
  const state = f.say(existed ? 'subscribed.existed' : 'subscribed.state', { number: String(number) });
  const head: Head = {
    tone: existed ? 'emphasis' : 'good',
    colour: existed ? 'Default' : 'Good',
    state: `${existed ? icons.info : icons.good} ${state}`,
    name: wish,
    sentence: f.say('subscribed.sentence'),
  };
  const warnings = [
    subscription.cannotFire ? f.say(`cannot-fire.${subscription.cannotFire.reason}`) : '',
    quietUntilMs === undefined ? '' : f.say('subscribed.quiet-until', { time: f.moment(quietUntilMs) }),
  ];
  return {
    template: 'subscribed',
    model: {
      head,
      now: {
        title: f.say('subscribed.now'),
        text: standing.text,
        ...part('spark', standing.spark),
        ...part('words', standing.words),
      },
      facts: facts(subscription, input),
      ...part('warning', warnings.filter((one) => one !== '').join(' ')),
      actions: buttonRows([
        ...subscriptionButtons(subscription, input),
        ...zoneButton(content.proposedTimeZone, input),
      ]),
      foot: foot({ ...input, context: { ...input.context, subscriptionNumbers: [number] } }, { times: true }),
    },
    summary: f.say('summary.line', { state, sentence: wish }),
  };
}
