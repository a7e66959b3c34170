import { newId } from '../src/base/ids.js';
import type { BotServices } from './services.js';

export interface OfferedFile {
  /** The personal chat of whoever asked. */
  conversationKey: string;
  connectionId?: string;
  /** What its rows are of. */
  entity: string;
  rows: number;
  bytes: Buffer<ArrayBuffer>;
  /** The line that it answers, in its canonical form. */
  command: string;
  /** Nobody took it. Must not reject. */
  onExpired(messageId: string): Promise<void>;
}

/** Asks somebody whether Teams may keep a CSV for them; it is kept until they answer, for a while. Throws `store-*`. */
export async function offerFile(file: OfferedFile, services: BotServices): Promise<void> {
  const { files, answers, clock } = services;
  const { conversationKey, connectionId, entity, rows, bytes, command } = file;
  const messageId = newId();
  files.put(messageId, { bytes, onExpired: () => file.onExpired(messageId) });
  try {
    await answers.answer(
      { conversationKey, messageId, ...(connectionId === undefined ? {} : { connectionId }) },
      {
        situation: 'file-consent',
        name: fileName(entity, clock.now()),
        sizeBytes: bytes.byteLength,
        entity,
        rows,
        keptForMs: files.limits.keptMs,
        command,
      },
    );
  } catch (thrown) {
    files.remove(messageId);
    throw thrown;
  }
}

/** Teams replaces a file of the same name without a word. */
function fileName(entity: string, nowMs: number): string {
  const plain = entity.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60) || 'rows';
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `${plain}-${time}.csv`;
}
