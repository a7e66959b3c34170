import { HeraldError } from '../../base/errors.js';
import type { DeskEvents } from './events.js';
import type { DeskMessage } from './feed.js';

/** Waits for messages that somebody expects. */
export class MessageWaits {
  private readonly waiting = new Set<(error: HeraldError) => void>();

  constructor(private readonly events: DeskEvents) {}

  /** The first of the known or coming messages that matches; `timeoutMs` is real time. */
  find(known: DeskMessage[], predicate: (message: DeskMessage) => boolean, timeoutMs: number): Promise<DeskMessage> {
    const there = known.find(predicate);
    if (there) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        stopListening();
        this.waiting.delete(fail);
      };
      const fail = (error: HeraldError) => {
        end();
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new HeraldError('internal', { message: `no such message came within ${timeoutMs} ms` })),
        timeoutMs,
      );
      const stopListening = this.events.on((event) => {
        if (event.type !== 'message' || !predicate(event.message)) return;
        end();
        resolve(event.message);
      });
      this.waiting.add(fail);
    });
  }

  /** Ends all waits. */
  stop(): void {
    for (const fail of [...this.waiting]) fail(new HeraldError('internal', { message: 'the Teams emulator stopped' }));
  }
}
