import { z } from 'zod';

const scope = {
  /** Calls whose path (with query) contains this text; absent: all calls. */
  path: z.string().optional(),
  /** How many calls it hits; absent: all until cleared. */
  times: z.int().positive().optional(),
  /** How long it lasts in service time, ms; absent: until cleared. */
  forMs: z.number().positive().optional(),
};

/** What can be made to go wrong with calls. Faults hit after key and budget were checked, except `throttle`. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** A 429 storm: the gateway refuses although the budget is free. */
  z.strictObject({ kind: z.literal('throttle'), retryAfterSeconds: z.int().min(0).optional(), ...scope }),
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599), ...scope }),
  /** No answer, until the client gives up. */
  z.strictObject({ kind: z.literal('hang'), ...scope }),
  /** The connection breaks: before the answer, or in the middle of it. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'within']).optional(), ...scope }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().positive(), ...scope }),
  /** A 200 whose body is cut, has wrong types, is `null`, is empty, or is a web page. */
  z.strictObject({
    kind: z.literal('broken'),
    how: z.enum(['truncated', 'wrong-types', 'null', 'empty', 'html']),
    ...scope,
  }),
]);
export type Fault = z.infer<typeof faultSchema>;

interface ActiveFault {
  fault: Fault;
  left: number;
  untilMs: number;
}

export class Faults {
  private active: ActiveFault[] = [];

  add(fault: Fault, nowMs: number): void {
    this.active.push({
      fault,
      left: fault.times ?? Number.POSITIVE_INFINITY,
      untilMs: fault.forMs === undefined ? Number.POSITIVE_INFINITY : nowMs + fault.forMs,
    });
  }

  clear(): void {
    this.active = [];
  }

  list(nowMs: number): Fault[] {
    this.active = this.active.filter((entry) => entry.left > 0 && entry.untilMs > nowMs);
    return this.active.map((entry) => entry.fault);
  }

  /** The oldest fault of the wanted kinds that fits the call; it is used up by one. */
  take(kinds: 'throttle' | 'others', path: string, nowMs: number): Fault | undefined {
    this.list(nowMs);
    const found = this.active.find(
      ({ fault }) =>
        (fault.kind === 'throttle') === (kinds === 'throttle') &&
        (fault.path === undefined || path.includes(fault.path)),
    );
    if (found) found.left -= 1;
    return found?.fault;
  }
}
