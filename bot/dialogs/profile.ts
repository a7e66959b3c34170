import { z } from 'zod';
import { personKey } from '../asking.js';
import { customersById } from '../people/by-id.js';
import { openDesk } from '../people/desk.js';
import { auditLookUp } from '../people/look-up.js';
import { profileOf } from '../people/profile.js';
import { idOf } from '../people/shape.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';
import type { DialogReply, DialogSpec } from './dialog.js';

const shape = z.object({ id: z.string().min(1).max(200) });

/** Teams gives up after some seconds: what is not known by then is left out of the dialog, ms. */
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
    const done = new AbortController();
    const late = new AbortController();
    void services.clock.sleep(patienceMs, done.signal).then(() => late.abort());
    try {
      return await wholeProfile(parsed.data.id, connection.id, late.signal, turn, services);
    } finally {
      done.abort();
    }
  },
};

async function wholeProfile(
  id: string,
  connectionId: string,
  signal: AbortSignal,
  turn: Turn,
  services: BotServices,
): Promise<DialogReply> {
  let made = 0;
  const onCall = () => {
    made += 1;
  };
  const { limit } = services.connections.client(connectionId).budget();
  const calls = {
    call: { lane: 'search' as const, signal, person: personKey(turn), onCall },
    cost: (readAtMs?: number) => ({ calls: made, limit, ...(readAtMs === undefined ? {} : { readAtMs }) }),
  };
  const shared = await openDesk(connectionId, turn, services, calls);
  if (!shared) return { sentence: 'refusal.no-profiles' };
  const desk = { ...shared, masked: false };
  const readAtMs = services.clock.now();
  const rows = await customersById(id, desk, calls);
  const row = rows.find((one) => idOf(one, desk.shape) === id);
  if (!row) return { sentence: 'dialog.profile-gone' };
  await auditLookUp({ how: 'dialog', customerId: id, found: 1 }, desk);
  const { content, more } = await profileOf(row, desk, calls, { readAtMs, dialog: true });
  return { content: more ? await more() : content };
}
