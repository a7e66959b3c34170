import { h } from '../../browser/h.js';
import type { TabSession } from '../contract.js';
import { select } from './fields.js';
import type { Format } from './format.js';
import { nameOfConversation } from './view.js';

/** Teams does not tell the name of every place: what would look the same is counted. */
export function distinct(named: readonly [id: string, name: string][]): [id: string, name: string][] {
  const seen = new Map<string, number>();
  return named.map(([id, name]) => {
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return [id, n === 1 ? name : `${name} (${n})`];
  });
}

export interface Choice {
  conversation?: string;
  connection?: string;
}

/** Personal tab: which conversations, and which environment, the board is about. Nothing where there is no choice. */
export function chooser(
  session: TabSession,
  f: Format,
  chosen: Choice,
  changed: (choice: Choice) => void,
): HTMLElement | null {
  const conversations = distinct(session.conversations.map((one) => [one.id, nameOfConversation(one, f)]));
  const where = select([['', f.say('tab.all-conversations')], ...conversations], chosen.conversation ?? '');
  const environments = session.connections.map(({ id, name }): [string, string] => [id, name]);
  const which = select(environments, chosen.connection ?? environments[0]?.[0]);
  const tell = () =>
    changed({
      ...(where.value ? { conversation: where.value } : {}),
      ...(environments.length > 1 && which.value ? { connection: which.value } : {}),
    });
  where.addEventListener('change', () => {
    const own = session.conversations.find(({ id }) => id === where.value)?.connectionId;
    if (own) which.value = own;
    tell();
  });
  which.addEventListener('change', tell);
  const fields = [
    conversations.length > 1 ? h('label', {}, h('span', {}, f.say('tab.conversation')), where) : null,
    environments.length > 1 ? h('label', {}, h('span', {}, f.say('tab.environment')), which) : null,
  ].filter((one) => one !== null);
  return fields.length === 0 ? null : h('div', { class: 'chooser' }, ...fields);
}
