import { z } from 'zod';
import { say } from '../../src/delivery/words.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { HttpReply } from '../../src/server/route.js';
import type { FormAction } from '../extension/forms/form.js';
import { formNamed } from '../extension/forms/index.js';
import { inTime } from '../extension/in-time.js';
import { forDialog } from '../extension/inserted-card.js';
import { placeOn, type SearchAt } from '../extension/search/search.js';
import { dialogReply, dialogWords, resultsReply } from '../extension/wire.js';
import type { BotServices } from '../services.js';
import { connectionOf, renderContextOf, type Turn } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const shape = z.looseObject({
  commandId: z.string().max(200),
  messagePayload: z.unknown().optional(),
  data: z.unknown().optional(),
});
type Value = z.infer<typeof shape>;

function formInvoke(
  name: string,
  answer: (form: FormAction, value: Value, at: SearchAt) => Promise<HttpReply>,
): InvokeSpec {
  return {
    name,
    guest: () => ({}),
    repeats: true,
    async run(value, turn, services) {
      const parsed = shape.safeParse(value);
      if (!parsed.success) return dialogWords(say(turn.locale, 'extension.unreadable'));
      const form = formNamed(parsed.data.commandId);
      if (!form) return dialogWords(say(turn.locale, 'extension.unknown-command'));
      const connection = connectionOf(turn.conversation, services);
      if (!connection) return dialogWords(say(turn.locale, 'refusal.no-connection'));
      const at = placeOn(connection.id, turn, services);
      return inTime((allowance) => answer(form, parsed.data, { ...at, allowance }), dialogWords, turn, services);
    },
  };
}

/** An action of the extension was chosen, at the compose box or on a message: its form (Teams reference 1.4). */
export const extensionFetch: InvokeSpec = formInvoke('composeExtension/fetchTask', async (form, value, at) => {
  const reply = await form.open({ message: value.messagePayload ?? undefined }, at);
  return 'words' in reply ? dialogWords(reply.words) : dialogOf(form, reply.content, at.turn, at.services);
});

/** Its form was sent. What is wrong with it is said in the dialog, with what was typed kept. */
export const extensionSubmit: InvokeSpec = formInvoke('composeExtension/submitAction', async (form, value, at) => {
  const sent = await form.send(value.data, at);
  if ('words' in sent) return dialogWords(sent.words);
  return 'found' in sent ? resultsReply([sent.found]) : dialogOf(form, sent.content, at.turn, at.services);
});

function dialogOf({ titleKey }: FormAction, content: CardContent, turn: Turn, services: BotServices): HttpReply {
  const { card } = services.render(content, renderContextOf(turn, services));
  return dialogReply(say(turn.locale, titleKey), forDialog(card));
}
