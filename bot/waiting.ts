import { asHeraldError } from '../src/base/errors.js';
import type { BotServices } from './services.js';
import { post, type Turn } from './turn.js';

/** A shorter wait is over before a message about it is read. */
const worthTellingMs = 5_000;

/** The services as one turn uses them: who has to wait for a slot of the call budget is told, once, how long. */
export function tellingWaits(turn: Turn, services: BotServices): BotServices {
  let told = false;
  return {
    ...services,
    onWait(ms) {
      if (told || ms < worthTellingMs) return;
      told = true;
      post(turn, { situation: 'waiting', untilMs: services.clock.now() + ms }, services).catch((thrown: unknown) => {
        services.log.warn({ err: asHeraldError(thrown) }, 'a wait could not be told');
      });
    },
  };
}
