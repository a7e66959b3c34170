import { z } from 'zod';
import { personKey } from '../asking.js';
import { customersById } from '../people/by-id.js';
import { openDesk } from '../people/desk.js';
import { auditLookUp } from '../people/look-up.js';
import { profileContent } from '../people/profile.js';
import { connectionOf } from '../turn.js';
import type { DialogSpec } from './dialog.js';

const shape = z.object({ id: z.string().min(1).max(200) });

/** Teams gives up after some seconds, and a call that is still waiting for its slot then has no one to answer. */
const patienceMs = 6_000;

/**
 * The whole profile for the person who pressed, opened from a card on which it is masked. The button carries the
 * CustomerId and nothing else: it opens what that person could ask for in a personal chat, on the instance that the
 * tenant and the conversation use now, so an id of another tenant's instance finds nobody.
 */
export const profileDialog: DialogSpec = {
  name: 'profile',
  titleKey: 'dialog.profile',
  async open(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return { sentence: 'invoke.unreadable' };
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return { sentence: 'refusal.no-connection' };
    const client = services.connections.client(connection.id);
    let calls = 0;
    const onCall = () => {
      calls += 1;
    };
    const asking = {
      call: { lane: 'search' as const, deadlineMs: patienceMs, person: personKey(turn), onCall },
      cost: (readAtMs?: number) => ({
        calls,
        limit: client.budget().limit,
        ...(readAtMs === undefined ? {} : { readAtMs }),
      }),
    };
    const desk = await openDesk(connection.id, turn, services, asking);
    if (!desk) return { sentence: 'refusal.no-profiles' };
    const readAtMs = services.clock.now();
    const alone = { ...desk, masked: false };
    const rows = await customersById(parsed.data.id, alone, asking);
    const row = rows.find((one) => one[desk.shape.id] === parsed.data.id);
    if (!row) return { sentence: 'dialog.profile-gone' };
    await auditLookUp({ how: 'dialog', customerId: parsed.data.id, found: 1 }, alone);
    return { content: await profileContent(row, alone, asking, { readAtMs, dialog: true }) };
  },
};
