import { api, type Place, type TabSettings } from './api.js';
import { h } from './dom.js';
import type { DeskStore } from './store.js';
import { type FrameContext, filledAddress, tabContext } from './tab-context.js';
import { type HostEvents, TabHost } from './tab-host.js';

// As Teams gives them to the pages of apps.
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads';

export interface FrameOptions {
  place: Place;
  frameContext: FrameContext;
  /** With placeholders. */
  address: string;
  title: string;
  settings?: Partial<TabSettings>;
}

/** High contrast is the system's; Teams passes it on as a theme. */
const forced = matchMedia('(forced-colors: active)');

/** A page of the app in a frame, with the host it talks to. */
export class TabFrame {
  readonly element: HTMLElement;
  readonly host: TabHost;
  private readonly listen: (event: MessageEvent) => void;

  constructor(
    private readonly store: DeskStore,
    { place, frameContext, address, title, settings = {} }: FrameOptions,
    events: HostEvents,
  ) {
    const context = () => {
      const { tenantId, me, app } = store.facts;
      const theme = this.theme();
      return tabContext({ tenantId, appId: app.id, me, place, theme, frameContext, entityId: settings.entityId });
    };
    const url = new URL(filledAddress(address, context()), location.href);
    const frame = h('iframe', { src: url.href, title, sandbox: SANDBOX });
    const note = h('p', { class: 'tab-note', role: 'alert', hidden: true });
    this.element = h('div', { class: 'tab-frame' }, frame, note);
    this.host = new TabHost(
      (message) => frame.contentWindow?.postMessage(message, url.origin),
      { context, settings: () => settings, token: async () => (await api.token()).token },
      {
        ...events,
        onReady: (failure) => {
          note.textContent = failure ?? '';
          note.hidden = failure === undefined;
          events.onReady?.(failure);
        },
        onLink: (link) => window.open(link, '_blank', 'noopener,noreferrer'),
      },
    );
    // The frame's own page alone: neither its frames nor another page it was led to.
    this.listen = ({ source, origin, data }) => {
      if (source === frame.contentWindow && origin === url.origin) void this.host.receive(data);
    };
    window.addEventListener('message', this.listen);
    forced.addEventListener('change', this.retheme);
  }

  readonly retheme = (): void => this.host.setTheme(this.theme());

  private theme(): string {
    if (forced.matches) return 'contrast';
    return this.store.theme === 'light' ? 'default' : this.store.theme;
  }

  remove(): void {
    window.removeEventListener('message', this.listen);
    forced.removeEventListener('change', this.retheme);
    this.element.remove();
  }
}
