import { ruleWords } from '../../../delivery/rule-words.js';
import type { BoardSnooze, BoardSubscription } from '../../contract.js';
import type { Format } from '../format.js';

export function wishWords(one: BoardSubscription, f: Format): string {
  const name = one.target?.name;
  switch (one.trigger) {
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return name ? f.say(`wish.${one.trigger}`, { name }) : f.say(`wish.${one.trigger}.all`);
    case 'segment-threshold':
    case 'measure-threshold':
      return f.say(`wish.${one.trigger}`, {
        name: name ?? f.say('wish.any'),
        rule: one.rule ? ruleWords(one.rule, f) : '',
      });
    case 'full-refresh-completed':
      return f.say(one.includeManual ? 'wish.full-refresh-completed.manual' : 'wish.full-refresh-completed');
    case 'unification-completed':
      return f.say('wish.unification-completed');
    case 'step-failed':
      return f.say(`wish.step-failed.${one.group ?? 'all'}`);
  }
}

export function snoozeEnd({ until }: BoardSnooze, f: Format): string {
  return until.kind === 'time'
    ? f.say('life.until', { time: f.moment(until.atMs) })
    : f.say(`life.until-${until.kind}`);
}
