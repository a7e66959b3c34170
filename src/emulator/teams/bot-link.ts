import { parseJson } from './http.js';

/** The bot's answer to an activity: `status` 0 when it could not be reached or did not answer in time. */
export interface BotAnswer {
  status: number;
  /** Parsed where it was JSON, else text; absent when empty. */
  body?: unknown;
  /** The bot was given up waiting for. */
  late?: true;
}

// Teams gives up waiting after about 15 s (Teams reference 1.5). Real time: the other side's clock is not ours.
const DEADLINE_MS = 15_000;

/** The way to the bot's endpoint. */
export class BotLink {
  private readonly stopping = new AbortController();

  constructor(public url: string | undefined) {}

  /** Waits for the answer, ms of real time. */
  async send(activity: unknown, deadlineMs = DEADLINE_MS): Promise<BotAnswer> {
    if (this.url === undefined) return { status: 0, body: 'no bot is connected' };
    const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), this.stopping.signal]);
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(activity),
        signal,
      });
      const text = await response.text();
      if (text === '') return { status: response.status };
      return { status: response.status, body: parseJson(text) ?? text };
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      if (late) return { status: 0, body: `the bot did not answer within ${deadlineMs / 1000} s`, late };
      return { status: 0, body: 'the bot could not be reached' };
    }
  }

  stop(): void {
    this.stopping.abort();
  }
}
