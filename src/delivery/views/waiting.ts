import type { WaitingContent } from '../../model/content/waiting.js';
import { foot, type Head, icons, part, type View, type ViewInput } from './view.js';

/** The call budget is used up; the answer takes this card's place. */
export function waitingView(content: WaitingContent, input: ViewInput): View {
  const { f } = input;
  const sentence = f.say('waiting.turn', { time: f.duration(content.forMs) });
  const head: Head = { tone: 'emphasis', colour: 'Default', state: `${icons.paused} ${f.say('waiting')}`, sentence };
  return { template: 'done', model: { head, ...part('foot', foot(input, { times: false })) }, summary: sentence };
}
