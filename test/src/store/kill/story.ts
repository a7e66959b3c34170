import type { Commit } from '../../../../src/store/store.js';
import { alert, connectionId, delivery, keyOf, message, startMs } from '../samples.js';

/** A scripted run: 40 alerts in 8 conversations, every third of them resolved after some others came. */
export const channels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
export const alertCount = 40;

interface Step {
  alert: number;
  version: 1 | 2;
}

const resolved = (index: number) => index % 3 === 0;

export const steps: Step[] = Array.from({ length: alertCount + 2 }, (_, i) => [
  ...(i < alertCount ? [{ alert: i, version: 1 as const }] : []),
  ...(i >= 2 && resolved(i - 2) ? [{ alert: i - 2, version: 2 as const }] : []),
]).flat();

export const messageId = (index: number) => `message-${String(index).padStart(2, '0')}`;
export const channelOf = (index: number) => channels[index % channels.length] ?? 'a';

/** Each step is one commit, so a connection's version says how far the run has come. */
export function commitOf(step: number): Commit {
  const { alert: index, version } = steps[step] ?? { alert: 0, version: 1 };
  const id = messageId(index);
  const conversationKey = keyOf(channelOf(index));
  const state = version === 1 ? 'open' : 'resolved';
  return {
    connectionId,
    expectedVersion: step,
    seen: { step },
    alerts: [alert(`alert-${index}`, { conversationKey, messageId: id, version, state })],
    messages: [message(id, { conversationKey, version, subject: { kind: 'alerts', alertIds: [`alert-${index}`] } })],
    deliveries: [
      delivery(`${id}/${version}`, id, {
        conversationKey,
        kind: version === 1 ? 'post' : 'update',
        createdAtMs: startMs + step,
      }),
    ],
    decisions: [
      {
        atMs: startMs + step,
        connectionId,
        observationId: `o-${step}`,
        conversationKey,
        stage: 'dedup',
        reason: version === 1 ? 'posted' : 'closed-in-place',
      },
    ],
  };
}
