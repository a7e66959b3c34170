import type { CardContent } from '../src/model/card-content.js';
import { personKey } from './asking.js';
import { refuse } from './commands/look-up.js';
import { GatherTask } from './gather-task.js';
import { type ItemsRequest, mostRows } from './grammar/items.js';
import type { BotServices } from './services.js';
import { placeOf, type Turn } from './turn.js';

/**
 * Gathers rows behind the turn: a card shows how far it is, and at its end a CSV is offered to the asker alone. Resolves
 * when that card is owed; with a refusal where nothing can be begun.
 */
export async function gather(
  request: ItemsRequest,
  turn: Turn,
  services: BotServices,
): Promise<CardContent | undefined> {
  const { connectionId } = request;
  const gathering = services.gatherings.begin({
    personKey: personKey(turn),
    asker: turn.person,
    conversationKey: turn.conversation.key,
    connectionId,
  });
  if (gathering === 'mine') return refuse({ key: 'gather-running' });
  if (gathering === 'full') return refuse({ key: 'gather-full', suggestions: [request.line] });
  try {
    const task = new GatherTask({ ...request, top: request.top ?? mostRows }, turn, services, gathering);
    const card = await services.answers.answer(placeOf(turn), task.shown());
    services.gatherings.run(gathering, () => task.run(card.id));
  } catch (thrown) {
    services.gatherings.release(gathering);
    throw thrown;
  }
  return undefined;
}
