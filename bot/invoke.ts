import { z } from 'zod';
import type { HttpReply } from '../src/server/route.js';

const execute = z.looseObject({
  action: z.looseObject({ verb: z.string().min(1).max(200), data: z.unknown() }),
});

/** The verb and data of an `adaptiveCard/action`; undefined when there is no action in it. */
export function readExecute(value: unknown): { verb: string; data: unknown } | undefined {
  const result = execute.safeParse(value);
  return result.success ? { verb: result.data.action.verb, data: result.data.action.data } : undefined;
}

const submit = z.looseObject({ verb: z.string().min(1).max(200) });

/** The same of an Action.Submit, whose data and inputs are the message's value. */
export function readSubmit(value: unknown): { verb: string; data: unknown } | undefined {
  const result = submit.safeParse(value);
  return result.success ? { verb: result.data.verb, data: value } : undefined;
}

/**
 * Once code of ours ran, Teams expects HTTP 200 and the outcome in the body, in the shape that the kind of invoke has
 * (Teams reference 1.4). `text` is shown to the person.
 */
export function invokeText(name: string | undefined, text: string): HttpReply {
  if (name?.startsWith('composeExtension/')) {
    return { status: 200, json: { composeExtension: { type: 'message', text } } };
  }
  // Teams reads no answer to a person's choice about a file.
  if (name === 'fileConsent/invoke') return { status: 200 };
  if (name?.startsWith('task/')) return { status: 200, json: { task: { type: 'message', value: text } } };
  return cardReply('application/vnd.microsoft.activity.message', text);
}

/** Replaces the card for the person who pressed. */
export function invokeCard(card: Record<string, unknown>): HttpReply {
  return cardReply('application/vnd.microsoft.card.adaptive', card);
}

function cardReply(type: string, value: unknown): HttpReply {
  return { status: 200, json: { statusCode: 200, type, value } };
}
