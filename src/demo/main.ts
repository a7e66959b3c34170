import { scaledClock, systemClock } from '../base/clock.js';
import { createLog } from '../base/log.js';
import { seatAudience } from './audience.js';
import { playHeadless } from './headless.js';
import { setStage } from './stage.js';

const DESK_PORT = 3980;
const STORY_SPEED = 12;
/** The story waits so long for somebody to open the page. */
const WAIT_FOR_EYES_MS = 30_000;

/** Shown: a page to watch and play with, until Ctrl-C. */
async function show(): Promise<void> {
  const log = createLog(process.env.LOG_LEVEL ?? 'warn');
  const stage = await setStage({ clock: systemClock, log, deskPort: Number(process.env.DESK_PORT ?? DESK_PORT) });
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= stage.stop();
    void ending;
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  await seatAudience(stage.teams);
  console.log(
    `The desk is open: ${stage.teams.url}\nA story of about three minutes begins when you open it. Type "@Insights Herald help" at any time. Ctrl-C ends it.`,
  );
  await Promise.race([stage.watched, systemClock.sleep(WAIT_FOR_EYES_MS)]);
  if (ending) return;
  await stage.story.begin().catch((error: unknown) => log.error({ err: error }, 'the story stopped'));
}

async function main(): Promise<void> {
  if (!process.argv.includes('--headless')) return show();
  const log = createLog(process.env.LOG_LEVEL ?? 'error');
  const { transcript, missing } = await playHeadless(scaledClock(STORY_SPEED), log);
  console.log(transcript);
  if (missing.length === 0) console.log('\nEvery expected card came.');
  else {
    console.error(`\nMissing: ${missing.join('; ')}`);
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
