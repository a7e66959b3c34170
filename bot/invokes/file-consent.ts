import { z } from 'zod';
import { clean } from '../../src/delivery/clean.js';
import type { FileContent } from '../../src/model/content/file.js';
import type { Message } from '../../src/model/message.js';
import type { HttpReply } from '../../src/server/route.js';
import { refuse } from '../commands/look-up.js';
import type { BotServices } from '../services.js';
import { audit, post, type Turn } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const context = z.looseObject({ file: z.string().min(1).max(100) });
const uploadInfo = z.looseObject({
  contentUrl: z.string().min(1).max(4000),
  uploadUrl: z.string().min(1).max(8000),
  name: z.string().min(1).max(400),
  uniqueId: z.string().min(1).max(400),
  fileType: z.string().min(1).max(40).nullish(),
});
const choice = z.discriminatedUnion('action', [
  z.looseObject({ type: z.literal('fileUpload'), action: z.literal('accept'), context, uploadInfo }),
  z.looseObject({ type: z.literal('fileUpload'), action: z.literal('decline'), context }),
]);

type Accepted = z.infer<typeof uploadInfo>;
type Offer = Extract<FileContent, { situation: 'file-consent' }>;

const accepted: HttpReply = { status: 200 };

/**
 * A person's answer to an offered file. Teams shows nothing of the reply: what is to be said is posted. The message that
 * offered the file is looked up again and must belong to this chat.
 */
export const fileConsent: InvokeSpec = {
  name: 'fileConsent/invoke',
  async run(value, turn, services) {
    const parsed = choice.safeParse(value);
    if (!parsed.success) return say('file-unreadable', turn, services);
    const message = await services.store.message(parsed.data.context.file);
    if (!message || message.conversationKey !== turn.conversation.key || turn.conversation.type !== 'personal') {
      return say('file-unknown', turn, services);
    }
    const { subject } = message;
    if (subject.kind === 'card' && subject.content.situation === 'gathered') {
      return say('file-unknown', turn, services, subject.content.command);
    }
    if (subject.kind !== 'file') return say('file-unknown', turn, services);
    if (subject.content.situation === 'file-sent') return say('file-saved', turn, services);
    return parsed.data.action === 'decline'
      ? decline(message, subject.content, turn, services)
      : accept(message, subject.content, parsed.data.uploadInfo, turn, services);
  },
};

async function decline(message: Message, offer: Offer, turn: Turn, services: BotServices): Promise<HttpReply> {
  const file = services.files.take(message.id);
  if (file === 'taken') return say('file-busy', turn, services);
  await end(message, offer, file ? 'declined' : 'expired', turn, services);
  services.files.remove(message.id);
  return accepted;
}

async function accept(
  message: Message,
  offer: Offer,
  info: Accepted,
  turn: Turn,
  services: BotServices,
): Promise<HttpReply> {
  const { files, upload, answers } = services;
  if (!upload.allows(info.uploadUrl) || !upload.allows(info.contentUrl)) return say('file-place', turn, services);
  const file = files.take(message.id);
  if (file === 'taken') return say('file-busy', turn, services);
  if (!file) {
    await end(message, offer, 'expired', turn, services);
    return accepted;
  }
  const result = await upload.send(info.uploadUrl, file.bytes);
  if (result !== 'stored') {
    files.putBack(message.id);
    services.log.warn({ result }, 'a file could not be uploaded');
    return say('file-upload-failed', turn, services, offer.command);
  }
  const { entity, rows } = offer;
  try {
    await audit(turn, 'file-saved', { entity, rows: String(rows) }, services);
    await answers.edit(message.id, {
      situation: 'file-sent',
      name: clean(info.name, 200) || offer.name,
      entity,
      rows,
      contentUrl: info.contentUrl,
      uniqueId: info.uniqueId,
      fileType: info.fileType ?? 'csv',
    });
  } finally {
    // Not before: whoever presses again meanwhile would be told that it is gone.
    files.remove(message.id);
  }
  return accepted;
}

/** The question is answered for good: a card that can bring it back takes its place. */
async function end(
  message: Message,
  { command, entity, rows }: Offer,
  how: 'declined' | 'expired',
  turn: Turn,
  services: BotServices,
): Promise<void> {
  const person = turn.person.name;
  await services.answers.edit(message.id, { situation: 'gathered', end: how, command, entity, person, rows });
}

type Key = 'unreadable' | 'unknown' | 'saved' | 'busy' | 'place' | 'upload-failed';

async function say(key: `file-${Key}`, turn: Turn, services: BotServices, again?: string): Promise<HttpReply> {
  await post(turn, refuse({ key, ...(again === undefined ? {} : { suggestions: [again] }) }), services);
  return accepted;
}
