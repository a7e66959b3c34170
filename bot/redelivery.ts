import type { ConversationKey } from '../src/model/conversation.js';

/** More than Teams can have under way at a time; the oldest are forgotten. */
const most = 1000;

/** Activities that ended without effect and without an answer: what Teams sends again is no repetition then. */
export interface Redelivery {
  expect(key: ConversationKey, activityId: string): void;
  /** True once for each that was expected. */
  isExpected(key: ConversationKey, activityId: string): boolean;
}

export function createRedelivery(): Redelivery {
  const expected = new Set<string>();
  const name = (key: ConversationKey, activityId: string) => JSON.stringify([key, activityId]);
  return {
    expect(key, activityId) {
      const [oldest] = expected;
      if (expected.size >= most && oldest !== undefined) expected.delete(oldest);
      expected.add(name(key, activityId));
    },
    isExpected: (key, activityId) => expected.delete(name(key, activityId)),
  };
}
