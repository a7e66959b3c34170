import { h } from '../../browser/h.js';
import { type Api, createApi } from './api.js';
import { type Format, formatOf } from './format.js';
import { type Host, meetHost } from './host.js';
import { plainPage } from './notice.js';

export interface Started {
  host: Host;
  api: Api;
  root: HTMLElement;
  formatWith(now: () => number): Format;
  /** Puts this in place of all that the page shows. */
  show(...content: HTMLElement[]): void;
  /** Tells Teams, once, that there is something to see. */
  ready(): void;
}

/** Language, theme and host of a page, the same for all of them. Undefined where the page has nothing to show here. */
export async function start(): Promise<Started | undefined> {
  const root = document.getElementById('root') ?? document.body.appendChild(h('main', { id: 'root' }));
  const host = await meetHost();
  const formatWith = (now: () => number) => formatOf(host.locale, undefined, now);
  const f = formatWith(Date.now);
  document.documentElement.lang = f.language;
  document.documentElement.dataset.theme = host.theme;
  host.onTheme((theme) => {
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent('theme'));
  });
  document.title = 'Insights Herald';
  const show = (...content: HTMLElement[]) => root.replaceChildren(...content);
  if (!host.teams && !host.local) {
    show(
      plainPage(
        'outside',
        f.say('tab.outside-title'),
        h('p', {}, f.say(host.silent ? 'tab.outside-silent' : 'tab.outside-only')),
      ),
    );
    return undefined;
  }
  let told = false;
  return {
    host,
    api: createApi(host.token),
    root,
    formatWith,
    show,
    ready() {
      if (told) return;
      told = true;
      host.teams?.shown();
    },
  };
}
