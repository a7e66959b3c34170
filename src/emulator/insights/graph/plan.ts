import { z } from 'zod';

const faultText = {
  /** Error code of the step, e.g. `DataSourceRefreshFailed`. */
  code: z.string().min(1).optional(),
  message: z.string().min(1).optional(),
  culprit: z.enum(['system', 'user', 'external']).optional(),
  /** How long one attempt takes, ms of service time. */
  durationMs: z.number().positive().optional(),
  /** For how many runs of the step it holds, 1 unless told; `all`: until another plan replaces it. */
  runs: z.union([z.int().positive(), z.literal('all')]).optional(),
};

/** What the next runs of one step do. */
export const stepPlanSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('succeed'), ...faultText }),
  /** Succeeds with a warning in `ciErrors`: the step after it runs. */
  z.strictObject({ outcome: z.literal('warn'), ...faultText }),
  /** Fails `failures` times, is retried within the same job each time, then succeeds. */
  z.strictObject({ outcome: z.literal('recover'), failures: z.int().positive(), ...faultText }),
  /** Fails for good after `tries` attempts, 2 unless told. */
  z.strictObject({ outcome: z.literal('fail'), tries: z.int().positive().optional(), ...faultText }),
  z.strictObject({ outcome: z.literal('time-out'), ...faultText }),
]);
export type StepPlan = z.infer<typeof stepPlanSchema>;

export type Outcome = 'success' | 'warning' | 'retry' | 'failure' | 'time-out';

const DEFAULT_TRIES = 2;

/** How the given attempt (from 1) of a step ends. */
export function outcomeOf(plan: StepPlan | undefined, attempt: number): Outcome {
  switch (plan?.outcome) {
    case undefined:
    case 'succeed':
      return 'success';
    case 'warn':
      return 'warning';
    case 'recover':
      return attempt <= plan.failures ? 'retry' : 'success';
    case 'fail':
      return attempt < (plan.tries ?? DEFAULT_TRIES) ? 'retry' : 'failure';
    case 'time-out':
      return 'time-out';
  }
}

/** The plans that wait for their runs, per step. */
export class Plans {
  private readonly queues = new Map<string, { plan: StepPlan; left: number }[]>();

  /** Replaces what was planned for the step. */
  set(key: string, plans: StepPlan[]): void {
    this.queues.set(
      key,
      plans.map((plan) => ({ plan, left: plan.runs === 'all' ? Number.POSITIVE_INFINITY : (plan.runs ?? 1) })),
    );
  }

  /** The plan for a run that starts now; it is used up by one. */
  take(key: string): StepPlan | undefined {
    const queue = this.queues.get(key) ?? [];
    const first = queue[0];
    if (!first) return undefined;
    first.left -= 1;
    if (first.left <= 0) queue.shift();
    return first.plan;
  }

  peek(key: string): StepPlan | undefined {
    return this.queues.get(key)?.[0]?.plan;
  }

  clear(): void {
    this.queues.clear();
  }
}
