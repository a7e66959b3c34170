import type { Place } from './api.js';
import { avatar } from './avatar.js';
import { h, icon } from './dom.js';
import type { DeskStore } from './store.js';

/** The list of conversations at the left: the team with its channels, then chats, each with its unread mark. */
export function rail(store: DeskStore, onPick: () => void): HTMLElement {
  const list = h('nav', { class: 'rail', 'aria-label': 'Conversations' });

  const row = (place: Place): HTMLElement => {
    const unread = store.unreadOf(place.id);
    const sign =
      place.type === 'channel' ? icon('hash', 16) : place.type === 'groupChat' ? icon('people', 18) : undefined;
    return h(
      'button',
      {
        type: 'button',
        class: `place ${place.type}${unread > 0 ? ' unread' : ''}`,
        'aria-current': place.id === store.currentId ? 'page' : undefined,
        onclick: () => {
          store.select(place.id);
          onPick();
        },
      },
      sign ? h('span', { class: 'place-sign' }, sign) : avatar(place.name, true, 'small'),
      h('span', { class: 'place-name' }, place.name),
      unread > 0 &&
        h('span', { class: 'badge', 'aria-label': `${unread} unread` }, unread > 99 ? '99+' : String(unread)),
    );
  };

  const draw = () => {
    const focused = list.contains(document.activeElement);
    const places = store.places;
    const channels = places.filter((place) => place.type === 'channel');
    const team = channels[0]?.team;
    list.replaceChildren(
      h(
        'div',
        { class: 'team' },
        h('span', { class: 'team-sign', 'aria-hidden': 'true' }, (team?.name ?? '').slice(0, 2)),
        h('span', {}, team?.name ?? ''),
      ),
      ...channels.map(row),
      h('h2', { class: 'rail-title' }, 'Chats'),
      ...places.filter((place) => place.type !== 'channel').map(row),
    );
    if (focused) list.querySelector<HTMLElement>('[aria-current]')?.focus();
  };

  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const rows = [...list.querySelectorAll<HTMLElement>('.place')];
    const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step];
    next?.focus();
    event.preventDefault();
  });
  store.on(({ kind }) => {
    if (kind === 'reset' || kind === 'selected' || kind === 'conversations' || kind === 'unread') draw();
  });
  return list;
}
