import type { HttpReply } from '../../src/server/route.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';

/** One row of the table of invokes (Teams reference 1.4). `value` went through somebody's client: it is parsed. */
export interface InvokeSpec {
  name: string;
  /**
   * Whether it may come from a conversation that the bot is not in: then nothing is remembered of that one. It may name
   * the connection that is meant; whether the tenant may use it is checked. Absent: never.
   */
  guest?(value: unknown): { connectionId?: string } | undefined;
  /** Changes nothing, or nothing a second time: what comes again is answered again. */
  repeats?: true;
  /**
   * Answers with HTTP 200 and a body in the shape that this kind of invoke has. Twice is harmless. `isLate`: the turn is
   * over, the body reaches nobody, and what is to be shown has to be posted.
   */
  run(value: unknown, turn: Turn, services: BotServices, isLate: () => boolean): Promise<HttpReply>;
}
