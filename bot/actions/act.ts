import type { CardContent } from '../../src/model/card-content.js';
import { refuse } from '../commands/look-up.js';
import type { BotServices } from '../services.js';
import type { Reply, Turn } from '../turn.js';
import { createWaiting, worthTellingMs } from '../waiting.js';
import { runAction } from './index.js';

/** Runs a card action. What had to wait has been shown where the wait was told, and is no longer in the reply. */
export async function act(action: { verb: string; data: unknown }, turn: Turn, services: BotServices): Promise<Reply> {
  const waiting = createWaiting(turn, services, { worthTellingMs });
  const own = { ...services, onWait: waiting.onWait };
  const reply = (await waiting.guard(() => runAction(action.verb, action.data, turn, own))) ?? {};
  const { post: posted, inPlace, ...rest } = reply;
  const content = posted ?? inPlace;
  return content && (await waiting.settle(content, reply.connectionId)) ? rest : reply;
}

/** All of a reply as cards, for where nothing can be given back to the one that was pressed. */
export function cardsOf({ post: posted, inPlace, aside }: Reply): CardContent[] {
  const refused: CardContent | undefined = aside && refuse(aside);
  return [posted ?? inPlace, refused].filter((content) => content !== undefined);
}
