import { z } from 'zod';
import { runLine } from '../commands/index.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({ command: z.string().min(1).max(2000) });

/** A ready command on a button does what typing it does. */
export const run: ActionSpec = {
  verb: 'run',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const content = await runLine(parsed.data.command, turn, services);
    return content ? { post: content } : {};
  },
};
