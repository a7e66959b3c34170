import { z } from 'zod';
import { parseCommand, printCommand } from '../commands/index.js';
import { refuse } from '../commands/look-up.js';
import { answerPage } from '../items/page-content.js';
import { connectionOf, type Reply } from '../turn.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({
  id: z.string().min(1).max(100),
  page: z.coerce.number().int().min(1).max(1_000_000),
  command: z.string().max(2000).optional(),
});

/** Leafs through rows: for the person who leafs, not for the others. */
export const itemsPage: ActionSpec = {
  verb: 'items-page',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const { id, page, command } = parsed.data;
    const connection = connectionOf(turn.conversation, services);
    const { tenantId, key: conversationKey } = turn.conversation;
    const request =
      connection && services.pages.question(id, { tenantId, conversationKey, connectionId: connection.id });
    if (!request) return gone(command);
    const content = await answerPage(request, { page, cursor: id }, turn, services);
    return content ? { inPlace: content } : {};
  },
};

/** The line on the button is somebody's word: it is offered as it would be read. */
function gone(command: string | undefined): Reply {
  const read = command === undefined ? undefined : parseCommand(command);
  const again = read?.ok && read.value.name === 'items' ? [printCommand(read.value)] : ['entities'];
  return { inPlace: refuse({ key: 'cursor-gone', suggestions: again }) };
}
