import type { BackTest, CardButton, CardContent } from '../../model/card-content.js';
import type { MailStep, Subscription } from '../../model/subscription.js';
import { clean, escapeMarkdown } from '../clean.js';
import { buttonRows } from './buttons.js';
import { recoveryWords } from './threshold.js';
import { type Fact, foot, type Head, icons, part, SEPARATOR, type View, type ViewInput } from './view.js';
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

/** Five addresses, each cut as a name is. */
const MAIL_LIMIT = 500;

/** Who gets mail, in one line. */
export function mailWords({ to, owner }: MailStep, { f, limits }: ViewInput): string {
  return f.list([...to.map((one) => clean(one, limits.name)), ...(owner ? [f.say('email.owner')] : [])]);
}

function facts(subscription: Subscription, input: ViewInput): Fact[] {
  const { f, limits } = input;
  const { quiet, mentions, mail, threadId, createdBy, rule } = subscription;
  const direction = rule?.direction;
  const level =
    rule && (direction === 'above' || direction === 'below') ? recoveryWords(rule, direction, input) : undefined;
  const list: Fact[] = level ? [{ title: f.say('fact.recovery'), value: level }] : [];
  list.push({ title: f.say('fact.place'), value: f.say(threadId ? 'place.thread' : 'place.new-post') });
  if (quiet)
    list.push({
      title: f.say('fact.quiet'),
      value: [
        `${quiet.from}–${quiet.to}, ${escapeMarkdown(quiet.zone)}`,
        ...(quiet.except ? [f.say('fact.quiet-except')] : []),
      ].join(SEPARATOR),
    });
  if (mentions?.length) {
    const names = mentions.slice(0, limits.items).map((one) => escapeMarkdown(one.name, limits.name));
    list.push({ title: f.say('fact.mentions'), value: f.list(names) });
  }
  if (mail) list.push({ title: f.say('fact.email'), value: escapeMarkdown(mailWords(mail, input), MAIL_LIMIT) });
  list.push({ title: f.say('fact.created-by'), value: escapeMarkdown(createdBy.name, limits.name) || '?' });
  return list;
}

/** Times in the zone of whoever subscribed, where the conversation has chosen none. */
function zoneButton(zone: string | undefined, { f }: ViewInput): CardButton[] {
  if (zone === undefined) return [];
  return [{ title: f.say('button.use-zone', { zone }), verb: 'run', data: { command: `timezone ${clean(zone)}` } }];
}

/** What the rule would have done in the past, and the more careful one that would have been quieter. */
function backTestWords({ runs, fired, flaps, muted, careful }: BackTest, { f }: ViewInput): string {
  const all = fired > 0 && flaps === fired;
  const sentence =
    fired === 0
      ? f.say('back-test.none', { runs })
      : f.say(all ? 'back-test.all-flaps' : 'back-test.fired', { runs, fired, flaps });
  return [
    sentence,
    ...(muted > 0 ? [f.say('back-test.muted', { n: muted })] : []),
    ...(careful ? [f.say('back-test.careful', { n: careful.runs, fired: careful.fired })] : []),
  ].join(' ');
}

function holdButton({ id }: Subscription, careful: BackTest['careful'], { f }: ViewInput): CardButton[] {
  if (!careful) return [];
  const { runs } = careful;
  return [{ title: f.say('button.hold', { n: runs }), verb: 'hold', data: { id, runs: String(runs) } }];
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
      ...part(
        'past',
        content.backTest && {
          title: f.say('back-test.title'),
          text: backTestWords(content.backTest, input),
        },
      ),
      facts: facts(subscription, input),
      ...part('warning', warnings.filter((one) => one !== '').join(' ')),
      actions: buttonRows([
        ...holdButton(subscription, content.backTest?.careful, input),
        ...subscriptionButtons(subscription, input),
        ...zoneButton(content.proposedTimeZone, input),
      ]),
      foot: foot({ ...input, context: { ...input.context, subscriptionNumbers: [number] } }, { times: true }),
    },
    summary: f.say('summary.line', { state, sentence: wish }),
  };
}
