import { h } from '../../browser/h.js';
import type { Chosen, SaveConfiguration, TabConfiguration, TabSession } from '../contract.js';
import { type BoardPart, boardParts, mostChosenObjects, paths } from '../paths.js';
import { type Api, ApiError } from './api.js';
import { choice, field, select } from './fields.js';
import type { Format } from './format.js';
import { errorWords } from './notice.js';

export interface ConfigureOptions {
  api: Api;
  session: TabSession;
  f: Format;
  teams: Pick<typeof import('./teams.js'), 'onSave' | 'setValid' | 'setConfig'>;
  conversation: string;
  kept?: TabConfiguration;
}

/** What is chosen, or why it cannot be saved yet. */
export function chosenOf(
  connectionId: string,
  shows: readonly BoardPart[],
  objects: Chosen['objects'] | undefined,
): Chosen | 'no-part' | 'no-environment' | 'no-object' | 'too-many' {
  if (connectionId === '') return 'no-environment';
  if (shows.length === 0) return 'no-part';
  if (objects === undefined || !shows.includes('values')) return { connectionId, shows: [...shows] };
  if (objects.length === 0) return 'no-object';
  if (objects.length > mostChosenObjects) return 'too-many';
  return { connectionId, shows: [...shows], objects };
}

/** Asks what a tab should show. Teams' own button saves: it is live while the choice can be saved. */
export function configurePage({ api, session, f, teams, conversation, kept }: ConfigureOptions): HTMLElement {
  const before = kept?.chosen;
  const own = session.conversations.find(({ id }) => id === conversation)?.connectionId;
  const environment = select(
    session.connections.map(({ id, name }) => [id, name]),
    before?.connectionId ?? own ?? session.connections[0]?.id,
  );
  const parts = boardParts.map((part) => ({
    part,
    ...choice(
      'checkbox',
      'part',
      part,
      before?.shows.includes(part) ?? true,
      h('strong', {}, f.say(`tab.part.${part}`)),
      ' ',
      h('span', { class: 'small' }, f.say(`tab.part-about.${part}`)),
    ),
  }));
  const watched = choice('radio', 'which', 'watched', !before?.objects, f.say('tab.values-watched'));
  const picked = choice('radio', 'which', 'picked', before?.objects !== undefined, f.say('tab.values-picked'));
  const boxes = h('div', { class: 'objects' });
  const search = h('input', { type: 'search', autocomplete: 'off' });
  const finding = field(f.say('tab.find-object'), search);
  const chosen = new Set((before?.objects ?? []).map(({ kind, id }) => `${kind}/${id}`));
  const which = h(
    'fieldset',
    {},
    h('legend', {}, f.say('tab.values-which')),
    watched.element,
    picked.element,
    finding,
    boxes,
  );
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const tell = (text: string | undefined) => {
    problem.hidden = text === undefined;
    problem.textContent = text ?? '';
  };

  const objects = () => session.objects[environment.value] ?? [];
  const now = () =>
    chosenOf(
      environment.value,
      parts.filter(({ input }) => input.checked).map(({ part }) => part),
      picked.input.checked
        ? objects()
            .filter(({ kind, id }) => chosen.has(`${kind}/${id}`))
            .map(({ kind, id }) => ({ kind, id }))
        : undefined,
    );
  const follow = () => {
    const choice = now();
    teams.setValid(typeof choice !== 'string');
    tell(typeof choice === 'string' ? f.say(`tab.wrong-${choice}`, { n: mostChosenObjects }) : undefined);
    which.hidden = !parts.some(({ part, input }) => part === 'values' && input.checked);
    finding.hidden = boxes.hidden = !picked.input.checked;
  };
  const list = () => {
    const text = search.value.trim().toLocaleLowerCase();
    const fitting = objects().filter(({ name }) => name.toLocaleLowerCase().includes(text));
    boxes.replaceChildren(
      ...fitting.map(({ kind, id, name }) => {
        const key = `${kind}/${id}`;
        const box = choice(
          'checkbox',
          'object',
          key,
          chosen.has(key),
          name,
          ' ',
          h('span', { class: 'small' }, f.say(`kind.${kind}`)),
        );
        box.input.addEventListener('change', () => {
          if (box.input.checked) chosen.add(key);
          else chosen.delete(key);
          follow();
        });
        return box.element;
      }),
      ...(fitting.length === 0 ? [h('p', { class: 'small' }, f.say('tab.no-object-found'))] : []),
    );
  };
  const listAnew = () => {
    list();
    follow();
  };
  for (const input of [environment, search]) input.addEventListener('input', listAnew);
  for (const { input } of [...parts, watched, picked]) input.addEventListener('change', follow);
  list();
  follow();

  teams.onSave(async (event) => {
    const choice = now();
    if (typeof choice === 'string') {
      event.notifyFailure(f.say(`tab.wrong-${choice}`, { n: mostChosenObjects }));
      return;
    }
    try {
      const asked: SaveConfiguration = { conversation, chosen: choice, ...(kept ? { entityId: kept.entityId } : {}) };
      const saved = await api.post<TabConfiguration>(paths.configuration, asked);
      const address = new URL(saved.contentPath, location.origin).href;
      const name = environment.selectedOptions[0]?.textContent ?? '';
      await teams.setConfig({
        entityId: saved.entityId,
        contentUrl: address,
        websiteUrl: address,
        suggestedDisplayName: session.connections.length > 1 ? name : f.say('tab.board'),
      });
      event.notifySuccess();
    } catch (error) {
      const words = errorWords(error instanceof ApiError ? error : new ApiError('internal'), f);
      tell(words);
      event.notifyFailure(words);
    }
  });

  return h(
    'div',
    { class: 'page narrow' },
    h('h1', {}, f.say('tab.configure-title')),
    h('p', { class: 'lead' }, f.say('tab.configure-lead')),
    field(f.say('tab.environment'), environment),
    h('fieldset', {}, h('legend', {}, f.say('tab.configure-parts')), ...parts.map(({ element }) => element)),
    which,
    problem,
    h('p', { class: 'small' }, f.say('tab.configure-foot')),
  );
}
