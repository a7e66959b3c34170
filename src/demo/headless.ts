import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { seatAudience } from './audience.js';
import { missing } from './expectations.js';
import { type Stage, setStage } from './stage.js';
import { transcriptOf } from './transcript.js';

/** After the last step of the story its cards are still on their way, ms of the story's time. */
const LAST_CARDS_MS = 60_000;

/** How the story went, as the two stand-ins saw it. */
export interface Told {
  /** Who posted what where. */
  transcript: string;
  /** Titles of the expected cards that did not come. */
  missing: string[];
  insights: { calls: number; mostInAMinute: number; refused: number; unknown: number };
  teams: { requests: number; refused: number; recorded: number };
}

/** Tells the story without a page; resolves when every expected card has come, or its time is over. */
export async function playHeadless(clock: Clock, log: Log): Promise<Told> {
  const stage = await setStage({ clock, log, deskPort: 0 });
  try {
    const channel = await seatAudience(stage.teams);
    await stage.story.begin();
    const open = () => missing(stage.teams.control.messages(channel));
    const deadlineMs = clock.monotonic() + LAST_CARDS_MS;
    while (open().length > 0 && clock.monotonic() < deadlineMs) await clock.sleep(1000);
    return told(stage, open());
  } finally {
    await stage.stop();
  }
}

function told({ insights, teams, app }: Stage, missingCards: string[]): Told {
  const requests = teams.control.requests();
  return {
    transcript: transcriptOf(teams),
    missing: missingCards,
    insights: {
      calls: insights.control.calls().length,
      mostInAMinute: insights.control.maxInWindow(),
      refused: insights.control.refused(),
      unknown: insights.control.unknownPaths().length,
    },
    teams: {
      requests: requests.length,
      refused: requests.filter((one) => one.status >= 400).length,
      recorded: app.attempts(),
    },
  };
}

/** What is printed in the end, and how the process ends: 1 when an expected card did not come. */
export function verdict({ transcript, missing: lacking, insights, teams }: Told): { text: string; exitCode: 0 | 1 } {
  const lines = [
    transcript,
    '',
    `Customer Insights: ${insights.calls} calls, at most ${insights.mostInAMinute} in a minute, ${insights.refused} refused, ${insights.unknown} to nothing it has.`,
    `Teams: ${teams.requests} requests, ${teams.refused} refused, ${teams.recorded} recorded by the bot.`,
    lacking.length === 0 ? 'Every expected card came.' : `Missing: ${lacking.join('; ')}`,
  ];
  return { text: lines.join('\n'), exitCode: lacking.length === 0 ? 0 : 1 };
}
