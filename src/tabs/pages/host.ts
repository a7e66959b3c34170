import type { Theme } from '../../browser/host-config.js';

type Teams = typeof import('./teams.js');

/** Where the page is: in a frame of Teams, or alone in a browser. */
export interface Host {
  teams?: Teams;
  /** A frame whose owner does not answer as Teams does. */
  silent?: boolean;
  locale: string;
  theme: Theme;
  /** Plain id of the channel or chat; absent in the personal tab and outside. */
  conversation?: string;
  /** What Teams calls it, which our server may never have been told. */
  conversationName?: string;
  entity?: string;
  /** Outside Teams: whether the server answers without a token. */
  local: boolean;
  /** Undefined where nobody signs in. */
  token(): Promise<string | undefined>;
  onTheme(told: (theme: Theme) => void): void;
}

const ANSWER_MS = 5000;
const originList = 'https://res.cdn.office.net/';

export function themeOf(name: string | null | undefined): Theme | undefined {
  if (name === 'contrast' || name === 'dark') return name;
  return name === 'default' || name === 'light' || name === 'glass' ? 'light' : undefined;
}

/**
 * Meets the host. Never rejects: whoever opens the page in a browser gets a page that says so. The library of Teams is
 * not even started there.
 */
export async function meetHost(page: HTMLElement = document.documentElement): Promise<Host> {
  const alone = standAlone(page);
  if (window.parent === window) return alone;
  const teams = await quietly(() => import('./teams.js'));
  const origins = (page.dataset.hostOrigins ?? '').split(/\s+/).filter((one) => one !== '');
  try {
    await within(ANSWER_MS, teams.initialize(origins));
    const context = await within(ANSWER_MS, teams.getContext());
    const conversation = context.channel?.id ?? context.chat?.id;
    const entity = new URLSearchParams(location.search).get('entity') ?? (conversation ? context.page.id : undefined);
    return {
      ...alone,
      teams,
      locale: context.app.locale || alone.locale,
      theme: themeOf(context.app.theme) ?? 'light',
      ...(conversation ? { conversation } : {}),
      ...(context.channel?.displayName ? { conversationName: context.channel.displayName } : {}),
      ...(entity ? { entity } : {}),
      token: () => teams.getToken(),
      onTheme: (told) => teams.onThemeChange((name) => told(themeOf(name) ?? 'light')),
    };
  } catch {
    return { ...alone, silent: true };
  }
}

function standAlone(page: HTMLElement): Host {
  const asked = new URLSearchParams(location.search);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const named = themeOf(asked.get('theme'));
  const entity = asked.get('entity');
  return {
    locale: asked.get('locale') ?? page.lang,
    theme: named ?? (dark.matches ? 'dark' : 'light'),
    ...(entity ? { entity } : {}),
    local: page.dataset.local === '1',
    token: async () => undefined,
    onTheme: (told) => {
      if (!named) dark.addEventListener('change', () => told(dark.matches ? 'dark' : 'light'));
    },
  };
}

/**
 * Teams' library asks Microsoft for its list of hosts as soon as it is loaded. Our policy lets the page speak to our own
 * server alone, so the question would only be a fault in the console; unanswered, the library uses the list it carries.
 */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const ask = window.fetch;
  window.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    return address.startsWith(originList) ? Promise.reject(new TypeError('not asked')) : ask(input, init);
  };
  try {
    return await load();
  } finally {
    window.fetch = ask;
  }
}

function within<T>(ms: number, asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the host does not answer')), ms);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
