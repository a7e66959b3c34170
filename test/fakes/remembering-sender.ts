import type { Sender, SendOutcome, SendRequest } from '../../src/delivery/sender.js';

export type Scripted = SendOutcome | ((request: SendRequest) => SendOutcome | undefined | Promise<SendOutcome>);

/**
 * A sender that remembers every request and answers from a script. An outcome is used once; a function is asked about
 * every request and leaves those it returns undefined for to the next entry. Without a scripted answer: `sent`.
 */
export class RememberingSender implements Sender {
  readonly requests: SendRequest[] = [];
  readonly script: Scripted[] = [];
  /** Requests that were under way at once, per conversation (without its thread): the most that was ever seen. */
  mostAtOnce = 0;
  private readonly underWay = new Map<string, number>();
  private held: (() => void)[] | undefined;
  private posted = 0;

  async send(request: SendRequest): Promise<SendOutcome> {
    this.requests.push(request);
    const place = request.target.conversationId.split(';')[0] ?? '';
    const now = (this.underWay.get(place) ?? 0) + 1;
    this.underWay.set(place, now);
    this.mostAtOnce = Math.max(this.mostAtOnce, now);
    const { held } = this;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    this.underWay.set(place, (this.underWay.get(place) ?? 1) - 1);
    return this.answer(request);
  }

  /** From now on requests wait until `release`. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const waiting = this.held ?? [];
    this.held = undefined;
    for (const one of waiting) one();
  }

  /** What the cards said, in the order in which they left. */
  get summaries(): string[] {
    return this.requests.map((one) => {
      if (one.kind === 'open') return `open ${one.memberId}`;
      return one.kind === 'delete' ? `delete ${one.activityId}` : one.activity.summary;
    });
  }

  private async answer(request: SendRequest): Promise<SendOutcome> {
    for (const [index, entry] of this.script.entries()) {
      const outcome = typeof entry === 'function' ? await entry(request) : entry;
      if (!outcome) continue;
      if (typeof entry !== 'function') this.script.splice(index, 1);
      return outcome;
    }
    if (request.kind === 'delete') return { result: 'sent', status: 200 };
    if (request.kind === 'open') return { result: 'sent', status: 201, conversationId: `a:${request.memberId}` };
    this.posted += request.kind === 'post' ? 1 : 0;
    const activityId = request.kind === 'post' ? `activity-${this.posted}` : request.activityId;
    return { result: 'sent', status: request.kind === 'post' ? 201 : 200, activityId };
  }
}
