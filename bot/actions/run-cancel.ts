import { z } from 'zod';
import { asHeraldError } from '../../src/base/errors.js';
import { endedStatuses } from '../../src/model/reading.js';
import { personKey } from '../asking.js';
import { operatorsOnly } from '../operators.js';
import { runCardIn } from '../runs.js';
import { audit } from '../turn.js';
import { type ActionSpec, aside, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(200) });

/** Ends a run at Customer Insights: for operators, while it is on. What the service answers decides what is said. */
export const runCancel: ActionSpec = {
  verb: 'run-cancel',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const content = await runCardIn(turn.conversation.key, parsed.data.id, services);
    if (!content) return aside({ key: 'run-gone', suggestions: ['status'] });
    if (content.lost || endedStatuses.has(content.status)) return aside({ key: 'run-ended' });
    const { connectionId, jobId } = content;
    const call = { lane: 'chat', person: personKey(turn) } as const;
    const refused = await operatorsOnly(turn, connectionId, call, services);
    if (refused) return aside(refused);
    const facts = { connection: connectionId, job: jobId };
    await audit(turn, 'cancel-run', { ...facts, outcome: 'begun' }, services);
    try {
      const job = await services.connections.client(connectionId).cancelJob(jobId, call);
      await services.followed.cancelled(connectionId, { ...job, jobId }, turn.person.name);
      services.connections.pollSoon(connectionId);
      await audit(turn, 'cancel-run', { ...facts, outcome: job.status }, services);
      const endedByItself = endedStatuses.has(job.status) && job.status !== 'aborted';
      return endedByItself ? aside({ key: 'run-ended' }) : {};
    } catch (thrown) {
      const { code } = asHeraldError(thrown);
      if (code !== 'insights-write-unclear' && code !== 'insights-timeout' && code !== 'insights-bad-reply')
        throw thrown;
      services.connections.pollSoon(connectionId);
      return aside({ key: 'run-cancel-unclear' });
    }
  },
};
