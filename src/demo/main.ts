import { scaledClock, systemClock } from '../base/clock.js';
import { createLog } from '../base/log.js';
import { portOf, startFault } from '../emulator/port.js';
import { seatAudience } from './audience.js';
import { playHeadless, verdict } from './headless.js';
import { type Stage, setStage } from './stage.js';

const PORT_VARIABLE = 'DESK_PORT';
const DESK_PORT = 3980;
const STORY_SPEED = 12;
/** The story waits so long for somebody to open the page. */
const WAIT_FOR_EYES_MS = 30_000;

/** Shown: a page to watch and play with, until Ctrl-C. */
async function show(): Promise<void> {
  const log = createLog(process.env.LOG_LEVEL ?? 'warn');
  // npm run demo -- --instances 2
  const second = process.argv[process.argv.indexOf('--instances') + 1] === '2';
  const leaving = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leaving.abort());
  const stage = await setStage({
    clock: systemClock,
    log,
    deskPort: portOf(PORT_VARIABLE, DESK_PORT),
    second,
  });
  try {
    await tell(stage, leaving.signal);
  } catch (error) {
    log.error({ err: error }, 'the story stopped');
  }
  // Whoever has seen the story may want to play on.
  await aborted(leaving.signal);
  await stage.stop();
}

async function tell(stage: Stage, leaving: AbortSignal): Promise<void> {
  await seatAudience(stage.teams);
  if (leaving.aborted) return;
  console.log(
    `The desk is open: ${stage.teams.url}\nA story of about three minutes begins when you open it. Type "@Insights Herald help" at any time. Ctrl-C ends it.`,
  );
  const eyes = new AbortController();
  await Promise.race([stage.watched, systemClock.sleep(WAIT_FOR_EYES_MS, AbortSignal.any([eyes.signal, leaving]))]);
  eyes.abort();
  if (!leaving.aborted) await Promise.race([stage.story.begin(), aborted(leaving)]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function main(): Promise<void> {
  if (!process.argv.includes('--headless')) return show();
  const told = await playHeadless(scaledClock(STORY_SPEED), createLog(process.env.LOG_LEVEL ?? 'error'));
  const { text, exitCode } = verdict(told);
  console.log(text);
  process.exitCode = exitCode;
}

main().catch((error: unknown) => {
  console.error(startFault(error, PORT_VARIABLE));
  process.exitCode = 1;
});
