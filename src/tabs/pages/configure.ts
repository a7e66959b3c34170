import { h } from '../../browser/h.js';
import type { TabConfiguration, TabSession } from '../contract.js';
import { paths } from '../paths.js';
import { ApiError } from './api.js';
import { configurePage } from './configure-page.js';
import { errorWords, plainPage } from './notice.js';
import { skeleton } from './parts/frame.js';
import { type Started, start } from './start.js';

async function open(started: Started): Promise<void> {
  const { host, api, formatWith, show, ready } = started;
  const f = formatWith(Date.now);
  show(
    h('div', { class: 'page narrow' }, h('p', { class: 'unseen', role: 'status' }, f.say('tab.loading')), skeleton(4)),
  );
  if (!host.teams || !host.conversation) {
    show(plainPage('outside', f.say('tab.outside-title'), h('p', {}, f.say('tab.outside-configure'))));
    ready();
    return;
  }
  try {
    const settings = await host.teams.getConfig();
    const entity = settings.entityId || undefined;
    const session = await api.get<TabSession>(paths.session, { conversation: host.conversation });
    const kept = entity ? await keptOf(started, entity) : undefined;
    show(
      configurePage({ api, session, f, teams: host.teams, conversation: host.conversation, ...(kept ? { kept } : {}) }),
    );
  } catch (error) {
    host.teams.setValid(false);
    const refused = error instanceof ApiError ? error : new ApiError('internal');
    const again = h(
      'button',
      { type: 'button', class: 'primary', onclick: () => void open(started) },
      f.say('tab.try-again'),
    );
    show(plainPage('warning', f.say('tab.no-configuration'), h('p', {}, errorWords(refused, f)), again));
  }
  ready();
}

/** What the tab shows so far. One that is not known here is set up anew. */
async function keptOf({ api, host }: Started, entity: string): Promise<TabConfiguration | undefined> {
  try {
    return await api.get<TabConfiguration>(paths.configuration, { entity, conversation: host.conversation });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'tab-unknown') return undefined;
    throw error;
  }
}

const started = await start();
if (started) await open(started);
