import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { seatAudience } from './audience.js';
import { missing } from './expectations.js';
import { setStage } from './stage.js';
import { transcriptOf } from './transcript.js';

/** After the last step of the story its cards are still on their way, ms of the story's time. */
const LAST_CARDS_MS = 60_000;

/** Tells the story without a page; resolves when every expected card has come, or its time is over. */
export async function playHeadless(clock: Clock, log: Log): Promise<{ transcript: string; missing: string[] }> {
  const stage = await setStage({ clock, log, deskPort: 0 });
  try {
    const channel = await seatAudience(stage.teams);
    await stage.story.begin();
    const open = () => missing(stage.teams.control.messages(channel));
    const deadlineMs = clock.monotonic() + LAST_CARDS_MS;
    while (open().length > 0 && clock.monotonic() < deadlineMs) await clock.sleep(1000);
    return { transcript: transcriptOf(stage.teams), missing: open() };
  } finally {
    await stage.stop();
  }
}
