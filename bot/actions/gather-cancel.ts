import { z } from 'zod';
import { personKey } from '../asking.js';
import { audit } from '../turn.js';
import { type ActionSpec, aside, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(100) });

/** Ends a gathering: for whoever asked for it, and for operators. */
export const gatherCancel: ActionSpec = {
  verb: 'gather-cancel',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const gathering = services.gatherings.get(parsed.data.id);
    if (gathering?.conversationKey !== turn.conversation.key) return aside({ key: 'gather-over' });
    const person = personKey(turn);
    if (gathering.personKey !== person) {
      const role = await services.roles.of(turn.person, gathering.connectionId, { lane: 'chat', person });
      if (role !== 'operator') return aside({ key: 'gather-not-yours', facts: { name: gathering.asker.name } });
    }
    services.gatherings.cancel(gathering.id, turn.person);
    await audit(turn, 'gather-cancel', { connection: gathering.connectionId }, services);
    return {};
  },
};
