import { z } from 'zod';
import { say } from '../../../src/delivery/words.js';
import type { CardContent, FormChoice } from '../../../src/model/card-content.js';
import type { MeasureView, SegmentView } from '../../../src/model/reading.js';
import { valueCandidate } from '../../commands/objects.js';
import { knownOf } from '../known.js';
import type { SearchAt } from '../search/search.js';
import { valueFound } from '../search/values.js';
import type { FormAction } from './form.js';

const shape = z.looseObject({ object: z.string().max(1000).catch('') });

/** A segment or measure with its trend, for the message that is being written. Costs no call. */
export const share: FormAction = {
  titleKey: 'dialog.share',
  async open(_opened, at) {
    const views = await valuesOf(at);
    if (!views) return { words: say(at.turn.locale, 'extension.unread') };
    return { content: dialog(views, at) };
  },
  async send(data, at) {
    const views = await valuesOf(at);
    if (!views) return { words: say(at.turn.locale, 'extension.unread') };
    const parsed = shape.safeParse(data);
    const chosen = parsed.success ? parsed.data.object : '';
    const view = views.find((one) => choiceOf(one) === chosen);
    if (view) return { found: await valueFound(view, at) };
    const problem = { key: chosen === '' ? 'share-missing' : 'share-unknown' };
    return { content: { ...dialog(views, at), problem } };
  },
};

type Values = (SegmentView | MeasureView)[];

/** What has one value: a measure with dimensions has none to share. */
async function valuesOf({ connectionId, services }: SearchAt): Promise<Values | undefined> {
  const { segments, measures } = await knownOf(connectionId, services);
  if (!segments && !measures) return undefined;
  return [...(segments ?? []), ...(measures ?? []).filter(({ scalar }) => scalar)];
}

function kindOf(view: SegmentView | MeasureView): 'segment' | 'measure' {
  return 'scalar' in view ? 'measure' : 'segment';
}

function choiceOf(view: SegmentView | MeasureView): string {
  return `${kindOf(view)}/${view.name}`;
}

function dialog(views: Values, at: SearchAt): Extract<CardContent, { situation: 'share' }> {
  const { f } = at.input;
  const objects = views.map((view): FormChoice => {
    const { name } = valueCandidate(view);
    return { value: choiceOf(view), title: `${name} · ${f.say(`kind.${kindOf(view)}`)}` };
  });
  return { situation: 'share', objects: objects.sort((a, b) => a.title.localeCompare(b.title, f.tag)) };
}
