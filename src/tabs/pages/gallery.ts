import { drawCard } from '../../browser/card-view.js';
import { h } from '../../browser/h.js';
import type { Theme } from '../../browser/host-config.js';
import type { Gallery } from '../contract.js';
import { paths } from '../paths.js';
import { ApiError } from './api.js';
import { field, select } from './fields.js';
import { errorWords, plainPage } from './notice.js';
import { skeleton } from './parts/frame.js';
import { type Started, start } from './start.js';

/** Every card, drawn when it comes near: there are more of them than fit on a screen. */
async function open({ api, formatWith, show, ready }: Started): Promise<void> {
  const f = formatWith(Date.now);
  const cards = h('div', { class: 'gallery', 'aria-busy': 'true' }, skeleton(4));
  const count = h('p', { class: 'small', role: 'status' });
  const search = h('input', { type: 'search', autocomplete: 'off' });
  const language = select(
    [
      ['en', 'English'],
      ['kk', 'Қазақша'],
    ],
    f.language,
  );
  const now = document.documentElement.dataset.theme as Theme;
  const theme = select(
    (['light', 'dark', 'contrast'] as const).map((one) => [one, f.say(`tab.theme-${one}`)]),
    now,
  );
  let shown: Gallery['cards'] = [];

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        near.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: '600px' },
  );
  const draw = (place: HTMLElement) => {
    const found = shown.find(({ name }) => name === place.dataset.card);
    if (!found) return;
    const view = drawCard(found.card, { theme: theme.value as Theme });
    view.lang = language.value;
    place.replaceChildren(view);
    place.classList.remove('undrawn');
  };
  const filter = () => {
    const text = search.value.trim().toLowerCase();
    let n = 0;
    for (const one of cards.querySelectorAll<HTMLElement>('.sample')) {
      one.hidden = !(one.dataset.name ?? '').includes(text);
      if (!one.hidden) n += 1;
    }
    count.textContent = f.say('tab.cards', { n });
  };
  const lay = () => {
    near.disconnect();
    cards.replaceChildren(
      ...shown.map(({ name }) => {
        const place = h('div', { class: 'sample-card undrawn', 'data-card': name });
        near.observe(place);
        return h('section', { class: 'sample', 'data-name': name, 'aria-label': name }, h('h2', {}, name), place);
      }),
    );
    cards.dataset.theme = theme.value;
    filter();
  };
  const load = async () => {
    cards.setAttribute('aria-busy', 'true');
    try {
      shown = (await api.get<Gallery>(paths.galleryCards, { locale: language.value })).cards;
      lay();
    } catch (error) {
      const words = errorWords(error instanceof ApiError ? error : new ApiError('internal'), f);
      cards.replaceChildren(plainPage('warning', f.say('tab.no-cards'), h('p', {}, words)));
    }
    cards.removeAttribute('aria-busy');
  };
  search.addEventListener('input', filter);
  language.addEventListener('change', () => void load());
  theme.addEventListener('change', lay);
  document.addEventListener('theme', () => {
    theme.value = document.documentElement.dataset.theme ?? 'light';
    lay();
  });
  show(
    h(
      'div',
      { class: 'page' },
      h('header', { class: 'top' }, h('div', { class: 'names' }, h('h1', {}, f.say('tab.gallery')), count)),
      h(
        'div',
        { class: 'filters' },
        field(f.say('tab.find-card'), search),
        field(f.say('tab.language'), language),
        field(f.say('tab.theme'), theme),
      ),
      cards,
    ),
  );
  await load();
  ready();
}

const started = await start();
if (started) await open(started);
