import assert from 'node:assert/strict';
import { activity, type Posted, postJson } from '../../fakes/bot-world.js';

export interface Attachment {
  contentType: string;
  // biome-ignore lint/suspicious/noExplicitAny: a card as it came over the wire.
  content: any;
  preview: {
    contentType: string;
    content: { title: string; text: string; tap?: { type: string; value: Record<string, string> } };
  };
}

export interface ComposeReply {
  composeExtension?: { type: string; text?: string; attachmentLayout?: string; attachments?: Attachment[] };
  // biome-ignore lint/suspicious/noExplicitAny: a dialog as it came over the wire.
  task?: { type: string; value: any };
}

/** Conversations in which the bot is not. */
export const elsewhere = {
  id: '19:elsewhere@thread.v2',
  conversationType: 'groupChat',
  tenantId: 'tenant-1',
  isGroup: true,
};

/** An invoke of the extension as Teams posts it; always answered with 200 and a body. */
export async function compose(
  base: string,
  name: string,
  value: unknown,
  changes: Record<string, unknown> = {},
): Promise<ComposeReply> {
  const body = activity('execute', { name: `composeExtension/${name}`, value, ...changes });
  return bodyOf(await postJson(base, body));
}

export function bodyOf({ status, json, text }: Posted): ComposeReply {
  assert.equal(status, 200, text);
  const reply = json as ComposeReply;
  assert.ok(reply.composeExtension || reply.task, text);
  return reply;
}

export function query(commandId: string, text: string | undefined, queryOptions = { skip: 0, count: 25 }) {
  const parameter = text === undefined ? { name: 'initialRun', value: 'true' } : { name: 'text', value: text };
  return { commandId, parameters: [parameter], queryOptions };
}

/** The cards of an answer, which has to have some. */
export function found(reply: ComposeReply): Attachment[] {
  assert.equal(reply.composeExtension?.type, 'result', JSON.stringify(reply).slice(0, 500));
  const { attachments = [] } = reply.composeExtension;
  for (const { contentType, content, preview } of attachments) {
    assert.equal(contentType, 'application/vnd.microsoft.card.adaptive');
    assert.equal(content.type, 'AdaptiveCard');
    assert.equal(preview.contentType, 'application/vnd.microsoft.card.thumbnail');
    assert.ok(preview.content.title && preview.content.text);
  }
  return attachments;
}

/** The words of an answer, which has to be words. */
export function words(reply: ComposeReply): string {
  if (reply.task) {
    assert.equal(reply.task.type, 'message', JSON.stringify(reply).slice(0, 500));
    return String(reply.task.value);
  }
  assert.equal(reply.composeExtension?.type, 'message', JSON.stringify(reply).slice(0, 500));
  return String(reply.composeExtension?.text);
}

export function titles(reply: ComposeReply): string[] {
  return found(reply).map(({ preview }) => preview.content.title);
}

/** Every action of a card, those inside others too. */
export function actionsOf(card: unknown): Record<string, unknown>[] {
  if (Array.isArray(card)) return card.flatMap(actionsOf);
  if (typeof card !== 'object' || card === null) return [];
  const own = 'type' in card && String(card.type).startsWith('Action.') ? [card as Record<string, unknown>] : [];
  return [...own, ...Object.values(card).flatMap(actionsOf)];
}
