import { api, type DeskMessage } from './api.js';
import { DialogFrame } from './dialog.js';
import { iconButton } from './dom.js';
import { openMenu } from './menu.js';
import type { DeskStore } from './store.js';

/** The "…" of a message: actions of the app that take a message. Undefined where the app has none. */
export function messageMenu(store: DeskStore, message: () => DeskMessage): HTMLElement | undefined {
  const commands = store.facts.app.commands.filter(
    ({ type, context }) => type === 'action' && context.includes('message'),
  );
  if (commands.length === 0) return undefined;
  const act = (command: (typeof commands)[number]) => {
    const { id, conversationId, rootId } = message();
    const place = store.placeOf(conversationId);
    const where = { conversationId, ...(place?.type === 'channel' ? { thread: rootId ?? id } : {}) };
    const onCard = (card: unknown) => store.insert(conversationId, card);
    const frame = new DialogFrame(command.title, { theme: store.theme, onCard });
    void frame.follow(api.openForm(where, command.id, id));
  };
  const button = iconButton(
    'dots',
    'More actions',
    () =>
      openMenu(
        button,
        'More actions',
        commands.map((one) => ({ title: one.title, words: store.facts.bot.name, act: () => act(one) })),
      ),
    'message-more',
  );
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  return button;
}
