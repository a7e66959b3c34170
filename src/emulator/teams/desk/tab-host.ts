import type { TabSettings } from '../control-home.js';

/** What a page is told when it asks. */
export interface HostFacts {
  /** `getContext`; its `frameContext` and `hostClientType` answer `initialize` too. */
  context(): Record<string, string>;
  settings(): Partial<TabSettings>;
  token(): Promise<string>;
}

/** What a page says. */
export interface HostEvents {
  /** It has drawn itself, or says why it cannot. */
  onReady?(failure?: string): void;
  onValidity?(valid: boolean): void;
  /** Saving has ended; the settings are those it gave last. */
  onSaved?(settings: Partial<TabSettings>, failure?: string): void;
  onLink?(url: string): void;
}

interface Request {
  id: number;
  uuid: string | undefined;
  func: string;
  args: unknown[];
}

function readRequest(data: unknown): Request | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, uuidAsString, func, args } = data as Record<string, unknown>;
  if (typeof id !== 'number' || typeof func !== 'string') return undefined;
  return {
    id,
    uuid: typeof uuidAsString === 'string' ? uuidAsString : undefined,
    func,
    args: Array.isArray(args) ? args : [],
  };
}

function readSettings(value: unknown): Partial<TabSettings> {
  if (typeof value !== 'object' || value === null) return {};
  const given = value as Record<string, unknown>;
  const names = ['entityId', 'contentUrl', 'websiteUrl', 'suggestedDisplayName'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])),
  ) as Partial<TabSettings>;
}

function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || !('message' in value)) return undefined;
  return typeof value.message === 'string' ? value.message : undefined;
}

/** What the host supports, told to teams-js when it initialises. */
const runtime = JSON.stringify({ apiVersion: 4, supports: { pages: { config: {} } } });
const SPOKEN_VERSION = '2.58.0';

/** The host's side of what teams-js speaks with the frame around a page. `post` sends to the page. */
export class TabHost {
  private settings: Partial<TabSettings> = {};
  private readonly handlers = new Set<string>();

  constructor(
    private readonly post: (message: unknown) => void,
    private readonly facts: HostFacts,
    private readonly events: HostEvents,
  ) {}

  /** Takes a message of the page; whatever is no request of teams-js is ignored. Never rejects. */
  async receive(data: unknown): Promise<void> {
    const request = readRequest(data);
    if (!request) return;
    const args = await this.answer(request);
    if (!args) return;
    const { id, uuid } = request;
    this.post({ id, ...(uuid === undefined ? {} : { uuidAsString: uuid }), args });
  }

  setTheme(theme: string): void {
    this.tell('themeChange', [theme]);
  }

  /** The Save button was pressed. Without a handler of the page saving succeeds by itself. */
  save(): void {
    if (this.handlers.has('save')) this.tell('settings.save', [{}]);
    else this.events.onSaved?.(this.settings);
  }

  private tell(func: string, args: unknown[]): void {
    this.post({ func, args });
  }

  private async answer({ func, args }: Request): Promise<unknown[] | undefined> {
    const { facts, events } = this;
    switch (func) {
      case 'initialize': {
        const { frameContext, hostClientType } = facts.context();
        return [frameContext, hostClientType, runtime, SPOKEN_VERSION];
      }
      case 'getContext':
        return [facts.context()];
      case 'settings.getSettings':
        return [{ ...facts.settings(), ...this.settings }];
      case 'settings.setSettings':
        this.settings = readSettings(args[0]);
        return [true];
      case 'authentication.getAuthToken':
        return facts.token().then(
          (token) => [true, token],
          () => [false, 'CancelledByUser'],
        );
      case 'executeDeepLink':
        if (typeof args[0] === 'string') events.onLink?.(args[0]);
        return [true];
      case 'registerHandler':
        if (typeof args[0] === 'string') this.handlers.add(args[0]);
        return undefined;
      case 'settings.setValidityState':
        events.onValidity?.(args[0] === true);
        return undefined;
      case 'settings.save.success':
        events.onSaved?.(this.settings);
        return undefined;
      case 'settings.save.failure':
        events.onSaved?.(this.settings, wordOf(args[0]) ?? 'The page could not save.');
        return undefined;
      case 'appInitialization.success':
      case 'appInitialization.appLoaded':
        events.onReady?.();
        return undefined;
      case 'appInitialization.failure':
        events.onReady?.(wordOf(args[0]) ?? 'The page could not be shown.');
        return undefined;
      default:
        return undefined;
    }
  }
}
