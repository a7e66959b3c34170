import { z } from 'zod';
import { isWordKey, say } from '../../src/delivery/words.js';
import type { DialogReply } from '../dialogs/dialog.js';
import { dialogNamed } from '../dialogs/index.js';
import { insertedOf } from '../extension/inserted.js';
import { failureContent } from '../failure.js';
import { invokeText } from '../invoke.js';
import { renderContextOf } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const name = 'task/fetch';

const shape = z.looseObject({ data: z.looseObject({ dialog: z.string().min(1).max(100) }) });

/** A button that asks for a dialog: a window of its own for the person who pressed (Teams reference 1.4). */
export const taskFetch: InvokeSpec = {
  name,
  guest(value) {
    const parsed = shape.safeParse(value);
    return parsed.success ? insertedOf(parsed.data.data) : undefined;
  },
  async run(value, turn, services) {
    const parsed = shape.safeParse(value);
    const dialog = parsed.success ? dialogNamed(parsed.data.data.dialog) : undefined;
    if (!parsed.success || !dialog) return invokeText(name, say(turn.locale, 'invoke.unreadable'));
    let reply: DialogReply;
    try {
      reply = await dialog.open(parsed.data.data, turn, services);
    } catch (thrown) {
      // Told in the dialog: the conversation did not ask, and is not bothered.
      const { code, reference } = failureContent(thrown, services);
      const key = `error.${code}`;
      const sentence = say(turn.locale, isWordKey(key) ? key : 'error.internal');
      return invokeText(name, say(turn.locale, 'summary.error', { sentence, reference }));
    }
    if ('sentence' in reply) return invokeText(name, say(turn.locale, reply.sentence, reply.facts));
    const { card } = services.render(reply.content, renderContextOf(turn, services));
    const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
    const shown = { title: say(turn.locale, dialog.titleKey), height: 'large', width: 'medium', card: content };
    return { status: 200, json: { task: { type: 'continue', value: shown } } };
  },
};
