import { HeraldError } from '../../base/errors.js';
import type { Tenant } from './connector-writes.js';
import type { Json } from './inbound.js';

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A message as Teams hands it to an action that was begun from the message's menu. Cards come along as JSON text. */
export function messagePayload({ world, feed }: Tenant, messageId: string): Json {
  const message = feed.get(messageId);
  if (!message || message.deleted) throw new HeraldError('internal', { message: `no message ${messageId}` });
  const { id, from, text, card, atMs, editedAtMs, rootId } = message;
  const person = world.person(from.id);
  const tags = message.versions.at(-1)?.mentions ?? [];
  let html = escapeHtml(text ?? '').replaceAll('\n', '<br>');
  tags.forEach((tag, index) => {
    html = html.replaceAll(escapeHtml(tag), `<at id="${index}">${escapeHtml(tag.slice(4, -5))}</at>`);
  });
  const holder = card === undefined ? '' : `<attachment id="${id}-0"></attachment>`;
  return {
    id,
    replyToId: rootId ?? null,
    createdDateTime: new Date(atMs).toISOString(),
    lastModifiedDateTime: editedAtMs === undefined ? null : new Date(editedAtMs).toISOString(),
    deleted: false,
    subject: null,
    summary: message.summary ?? null,
    importance: 'normal',
    locale: 'en-us',
    from: from.bot
      ? { user: null, application: { id: from.id.slice(3), displayName: from.name, applicationIdentityType: 'bot' } }
      : {
          application: null,
          user: { id: person?.aadObjectId ?? '', displayName: from.name, userIdentityType: 'aadUser' },
        },
    body: { contentType: 'html', content: `<div>${html}${holder}</div>` },
    attachmentLayout: null,
    attachments:
      card === undefined
        ? []
        : [
            {
              id: `${id}-0`,
              contentType: 'application/vnd.microsoft.card.adaptive',
              contentUrl: null,
              content: JSON.stringify(card),
              name: null,
            },
          ],
    mentions: tags.map((tag, index) => ({ id: index, mentionText: tag.slice(4, -5) })),
    reactions: [],
  };
}
