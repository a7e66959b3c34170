import type { BoardEvent } from '../contract.js';
import { ApiError } from './api.js';
import { jsonLines } from './ndjson.js';

/** How the board hears of changes. `refused` ends it: asking again would change nothing. */
export type Link =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'cut'; retryAtMs: number; code: string }
  | { kind: 'refused'; error: ApiError };

export interface LiveOptions {
  open(signal: AbortSignal): Promise<Response>;
  onEvent(event: BoardEvent): void;
  onLink(link: Link): void;
  now?: () => number;
  random?: () => number;
}

/** The server says something every 15 s; after this much silence the connection is dead, whatever the browser thinks. */
export const SILENCE_MS = 40_000;
const LONGEST_WAIT_MS = 30_000;

/** Doubles from one second to thirty, each spread by a half, so that many boards do not come back at once. */
export function waitBefore(attempt: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt) * (0.5 + random / 2);
}

const passing = new Set([
  'unreachable',
  'keys-unavailable',
  'store-write-failed',
  'membership-unknown',
  'too-many-streams',
  'too-many-requests',
  'internal',
]);

/** Keeps a stream of events open until it is stopped. */
export function goLive(options: LiveOptions): { stop(): void; retry(): void } {
  const { now = Date.now, random = Math.random } = options;
  let stopped = false;
  let attempt = 0;
  let hurry: (() => void) | undefined;
  let current: AbortController | undefined;

  const follow = async (): Promise<'again' | ApiError> => {
    const control = new AbortController();
    current = control;
    let silence = setTimeout(() => control.abort(), SILENCE_MS);
    try {
      const response = await options.open(control.signal);
      if (!response.body) return new ApiError('unreachable');
      for await (const line of jsonLines(response.body)) {
        clearTimeout(silence);
        silence = setTimeout(() => control.abort(), SILENCE_MS);
        if (stopped) return 'again';
        const event = line as BoardEvent;
        if (event.kind === 'end') {
          if (event.reason === 'token-expired') return 'again';
          return new ApiError(event.reason === 'stopping' ? 'unreachable' : 'conversation-forbidden');
        }
        if (event.kind === 'hello') {
          attempt = 0;
          options.onLink({ kind: 'live' });
        }
        options.onEvent(event);
      }
      return new ApiError('unreachable');
    } catch (error) {
      return error instanceof ApiError ? error : new ApiError('unreachable');
    } finally {
      clearTimeout(silence);
    }
  };

  const run = async (): Promise<void> => {
    options.onLink({ kind: 'connecting' });
    while (!stopped) {
      const outcome = await follow();
      if (stopped) return;
      if (outcome !== 'again' && !passing.has(outcome.code)) {
        options.onLink({ kind: 'refused', error: outcome });
        return;
      }
      const wait = outcome === 'again' && attempt === 0 ? 0 : waitBefore(attempt, random());
      attempt += 1;
      if (wait === 0) continue;
      options.onLink({
        kind: 'cut',
        retryAtMs: now() + wait,
        code: outcome === 'again' ? 'token-expired' : outcome.code,
      });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  void run();
  return {
    stop() {
      stopped = true;
      current?.abort();
      hurry?.();
    },
    retry: () => hurry?.(),
  };
}
