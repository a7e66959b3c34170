import { h } from '../../browser/h.js';
import type { TabSession } from '../contract.js';
import { paths } from '../paths.js';
import { ApiError } from './api.js';
import { boardPage } from './board-page.js';
import { columns } from './columns.js';
import { errorWords, plainPage } from './notice.js';
import { frame } from './parts/frame.js';
import { type Started, start } from './start.js';

async function open(started: Started): Promise<void> {
  const { host, api, formatWith, show, ready } = started;
  const f = formatWith(Date.now);
  const waiting = h('p', { class: 'unseen', role: 'status' }, f.say('tab.loading'));
  show(h('div', { class: 'page' }, waiting, columns((part) => frame(part, f).element).element));
  try {
    const session = await api.get<TabSession>(paths.session, { conversation: host.conversation });
    const page = boardPage({
      api,
      session,
      formatWith,
      choice: {
        ...(host.entity ? { entity: host.entity } : {}),
        ...(host.conversation ? { conversation: host.conversation } : {}),
      },
      fixed: host.conversation !== undefined || host.entity !== undefined,
      alone: host.teams === undefined,
      ...(host.conversation && host.conversationName
        ? { named: { id: host.conversation, name: host.conversationName } }
        : {}),
      onFirst: ready,
    });
    show(page.element);
  } catch (error) {
    const refused = error instanceof ApiError ? error : new ApiError('internal');
    const again = h(
      'button',
      { type: 'button', class: 'primary', onclick: () => void open(started) },
      f.say('tab.try-again'),
    );
    show(plainPage('warning', f.say('tab.no-board'), h('p', {}, errorWords(refused, f)), again));
    ready();
  }
}

const started = await start();
if (started) await open(started);
