import type { Log } from '../base/log.js';
import type { Render, RenderContext } from '../delivery/render.js';
import type { CardContent } from '../model/card-content.js';

const value = { atMs: 0, value: '1' };
const card: CardContent = {
  situation: 'object',
  object: { kind: 'segment', id: '-', name: '-', state: 'evaluated', ...value, trend: [value, { ...value, atMs: 1 }] },
  watched: [],
  suggestions: ['segments'],
  cost: { calls: 0, limit: 1, readAtMs: 0 },
};

/**
 * Draws a card for nobody: the first one after a start costs a third of a second, which is longer than a person should
 * wait who types into the messaging extension.
 */
export function warmUp(render: Render, context: RenderContext, log: Log): void {
  try {
    render(card, context);
  } catch (error) {
    log.warn({ err: error }, 'no card could be drawn at the start');
  }
}
