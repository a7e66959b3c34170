import type { InterruptedContent, WaitingContent } from '../../model/content/waiting.js';
import { clean } from '../clean.js';
import { COMMAND_LIMIT, commandParts } from './buttons.js';
import { foot, type Head, icons, part, SEPARATOR, type View, type ViewInput } from './view.js';

/** The call budget is used up; the answer takes this card's place. */
export function waitingView({ turnAtMs, command }: WaitingContent, input: ViewInput): View {
  const { f } = input;
  const leftMs = turnAtMs - f.nowMs;
  const sentence = leftMs < 1000 ? f.say('waiting.soon') : f.say('waiting.turn', { time: f.duration(leftMs) });
  const head: Head = { tone: 'emphasis', colour: 'Default', state: `${icons.paused} ${f.say('waiting')}`, sentence };
  return {
    template: 'waiting',
    model: {
      head,
      ...part('command', clean(command ?? '', COMMAND_LIMIT)),
      note: f.say('waiting.why'),
      // A card that a crash left behind, and that nobody can find again, tells at least of when it is.
      foot: [f.say('status.as-of', { time: f.moment(f.nowMs) }), foot(input, { times: true })].join(SEPARATOR),
    },
    summary: sentence,
  };
}

/** The answer will not come any more; asking again is one press. */
export function interruptedView({ command = '' }: InterruptedContent, input: ViewInput): View {
  const { f } = input;
  const shown = clean(command, COMMAND_LIMIT);
  const head: Head = {
    tone: 'warning',
    colour: 'Warning',
    state: `${icons.warning} ${f.say('interrupted')}`,
    sentence: f.say('interrupted.sentence'),
  };
  // A cut line would mean something else: it is shown, but is no button.
  const again =
    command.length <= COMMAND_LIMIT
      ? { choose: f.say('interrupted.again'), ...commandParts([command], input) }
      : { example: { label: f.say('interrupted.asked'), text: shown } };
  return {
    template: 'refusal',
    model: { head, ...(shown === '' ? {} : again), ...part('foot', foot(input, { times: false })) },
    summary: shown === '' ? f.say('interrupted.sentence') : f.say('summary.interrupted', { command: shown }),
  };
}
