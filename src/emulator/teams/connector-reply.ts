import type { ForbiddenCode } from './faults.js';

/** An answer of the connector service. */
export interface Reply {
  status: number;
  body: unknown;
  retryAfterSeconds?: number;
}

export function refused(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

export function throttled(retryAfterSeconds?: number): Reply {
  const reply = refused(429, 'Throttled', 'API calls quota exceeded');
  return retryAfterSeconds === undefined ? reply : { ...reply, retryAfterSeconds };
}

const forbiddenTexts: Record<Exclude<ForbiddenCode, 'MessageWritesBlocked'>, string> = {
  BotNotInConversationRoster: 'The bot is not part of the conversation roster.',
  ConversationBlockedByUser: 'User blocked the conversation with the bot.',
  BotDisabledByAdmin: 'The tenant admin disabled this bot.',
  NotEnoughPermissions: 'The bot does not have enough permissions for this operation.',
  InvalidBotApiHost: 'Invalid bot api host. For GCC tenants, please call another host.',
};

/** In personal scope a blocked write has a shape of its own: JSON inside a string (Teams reference 2.5). */
export function forbidden(code: ForbiddenCode): Reply {
  if (code !== 'MessageWritesBlocked') return refused(403, code, forbiddenTexts[code]);
  const message = JSON.stringify({ subCode: code, details: 'Thread is blocked from message writes.', errorCode: null });
  return { status: 403, body: { errorCode: 209, message } };
}

export const conversationNotFound = refused(404, 'ConversationNotFound', 'Conversation not found.');
export const activityNotFound = refused(404, 'ActivityNotFoundInConversation', 'The activity was not found.');
export const busy = refused(412, 'PreconditionFailed', 'Another operation on this conversation is under way.');
export const tooBig = refused(413, 'MessageSizeTooBig', 'Message size too large.');
export const badSyntax = (message: string) => refused(400, 'BadSyntax', message);
export const badArgument = (message: string) => refused(400, 'BadArgument', message);
