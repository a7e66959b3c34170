import { z } from 'zod';
import { HeraldError } from '../../../base/errors.js';
import { verbs } from '../control/verbs.js';
import type { Scenario } from './scenario.js';

/** One act is an object with one field: the name of the control call, and its arguments as the value. */
const actSchema = z.record(z.string(), z.unknown()).superRefine((act, context) => {
  const [name = '', ...more] = Object.keys(act);
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb || more.length > 0) {
    context.addIssue({ code: 'custom', message: `'${Object.keys(act).join(', ')}' is not one control call` });
    return;
  }
  const result = verb.schema.safeParse(act[name]);
  for (const issue of result.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [name, ...issue.path], message: issue.message });
  }
});

const scenarioSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z-]*$/),
    title: z.string().min(1),
    summary: z.string().min(1),
    lastsMs: z.number().positive(),
    steps: z
      .array(z.strictObject({ atMs: z.number().min(0), title: z.string().min(1), do: z.array(actSchema) }))
      .min(1),
  })
  .refine((story) => story.steps.every((step, i) => step.atMs >= (story.steps[i - 1]?.atMs ?? 0)), {
    error: 'steps are not in order of time',
  })
  .refine((story) => story.lastsMs >= (story.steps.at(-1)?.atMs ?? 0), { error: 'lastsMs ends before the last step' });

/** Throws `config-invalid` naming the story and the field. */
export function parseScenario(raw: unknown, where: string): Scenario {
  const result = scenarioSchema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new HeraldError('config-invalid', {
    message: `The scenario ${where} is not valid at '${issue?.path.join('.') ?? ''}': ${issue?.message ?? ''}`,
  });
}
