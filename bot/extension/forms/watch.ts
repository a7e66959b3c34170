import { formatFor } from '../../../src/delivery/format.js';
import { isWordKey } from '../../../src/delivery/words.js';
import type { FormValues, Refusal } from '../../../src/model/card-content.js';
import { kept, readForm } from '../../actions/form-values.js';
import { subscribeForm } from '../../actions/subscribe-form.js';
import { formContent } from '../../commands/form.js';
import { aboutOf, post, renderContextOf, type Turn } from '../../turn.js';
import { knownOf } from '../known.js';
import { messageWords } from '../message-words.js';
import { presetOf } from '../named.js';
import { asideWords } from '../pressed.js';
import type { SearchAt } from '../search/search.js';
import type { FormAction } from './form.js';

/** The form behind `subscribe` alone, filled with what the message names. What it makes is of this conversation. */
export const watch: FormAction = {
  titleKey: 'dialog.watch',
  async open({ message }, at) {
    const preset =
      message === undefined ? {} : presetOf(messageWords(message), await knownOf(at.connectionId, at.services));
    return { content: await form(preset, notHere(at.turn), at) };
  },
  async send(data, at) {
    const { turn, services } = at;
    const read = readForm(data);
    const words = formatFor(renderContextOf(turn, services));
    if (!read) return { words: words.say('extension.unreadable') };
    const absent = notHere(turn);
    if (absent) return { content: await form(kept(read), absent, at) };
    const reply = await subscribeForm.run(data, turn, services);
    if (reply.post) await post(aboutOf(reply, turn), reply.post, services);
    if (reply.aside) return { words: asideWords(reply.aside, turn) };
    if (reply.inPlace?.situation === 'done') {
      const key = `done.${reply.inPlace.key}`;
      return { words: words.say(isWordKey(key) ? key : 'invoke.done', reply.inPlace.facts) };
    }
    return reply.inPlace ? { content: reply.inPlace } : { words: words.say('invoke.done') };
  },
};

function form(preset: Partial<FormValues>, problem: Refusal | undefined, { turn, services }: SearchAt) {
  return formContent(turn, services, { preset, ...(problem ? { problem } : {}) });
}

/** Nobody would get its alerts. */
function notHere({ absent, conversation }: Turn): Refusal | undefined {
  return absent ? { key: 'not-here', facts: { type: conversation.type } } : undefined;
}
