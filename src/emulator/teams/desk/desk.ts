import { ConversationPane } from './conversation-pane.js';
import { h, icon, iconButton } from './dom.js';
import { rail } from './rail.js';
import { SidePanel } from './side-panel.js';
import { DeskStore } from './store.js';

/** Puts the page together: a bar, the conversations at the left, the open one in the middle, the story at the right. */
function start(): void {
  const store = new DeskStore();
  const root = document.documentElement;
  const show = (part: 'rail' | 'panel', on: boolean) => {
    root.classList.toggle(`show-${part}`, on);
    const first = part === 'rail' ? '.rail [aria-current]' : '.panel-close';
    if (on) document.querySelector<HTMLElement>(first)?.focus();
  };
  const closeAll = () => {
    show('rail', false);
    show('panel', false);
  };
  const theme = () => {
    root.dataset.theme = store.theme;
    themeButton.replaceChildren(icon(store.theme === 'dark' ? 'sun' : 'moon'));
  };
  const themeButton = iconButton('moon', 'Switch between light and dark', () => store.toggleTheme());
  const panelButton = iconButton('sliders', 'Story and controls', () => show('panel', true), 'panel-toggle');
  const offline = h('div', { class: 'offline', role: 'status', hidden: true }, 'Connecting…');
  const panel = new SidePanel(() => show('panel', false));

  document.body.append(
    h(
      'header',
      { class: 'bar' },
      iconButton('menu', 'Conversations', () => show('rail', true), 'rail-toggle'),
      h('span', { class: 'brand' }, icon('herald', 18), 'Desk'),
      offline,
      h('span', { class: 'bar-space' }),
      panelButton,
      themeButton,
    ),
    h(
      'div',
      { class: 'columns' },
      rail(store, () => show('rail', false)),
      new ConversationPane(store).element,
      panel.element,
      h('div', { class: 'shade', onclick: closeAll }),
    ),
  );

  store.on(({ kind }) => {
    if (kind === 'theme') theme();
    if (kind === 'connection') offline.hidden = store.online;
    if (kind === 'reset') {
      root.classList.toggle('has-panel', store.facts.hasPanel);
      if (store.facts.hasPanel) panel.start();
    }
    if (kind === 'reset' || kind === 'unread' || kind === 'selected') {
      const unread = store.places.reduce((sum, place) => sum + store.unreadOf(place.id), 0);
      document.title = unread > 0 ? `(${unread}) Desk` : 'Desk';
      root.classList.toggle('has-unread', unread > 0);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeAll();
  });
  theme();
  store.connect();
}

start();
