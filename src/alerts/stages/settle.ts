import type { Batch, Signal, Stage } from '../batch.js';
import { settleAlarm } from '../life/alarm.js';
import { settleCalm } from '../life/calm.js';
import { settleBack, settleRunOver, settleSuccess } from '../life/end.js';
import { settleGone } from '../life/gone.js';
import { settleHealth } from '../life/health.js';
import { settleCount, settleNotice } from '../life/notices.js';
import { settleProblem } from '../life/problems.js';
import { settleRun } from '../life/runs.js';

/** Matches what happened with the alerts that are open: one opens, goes on or ends, or something is told once. */
export const settle: Stage = {
  name: 'settle',
  run(batch) {
    for (const signal of batch.signals) settleSignal(batch, signal);
  },
};

function settleSignal(batch: Batch, signal: Signal): void {
  switch (signal.kind) {
    case 'evaluation':
      break;
    case 'problem':
      settleProblem(batch, signal);
      break;
    case 'success':
      settleSuccess(batch, signal.observation);
      break;
    case 'back':
      settleBack(batch, signal);
      break;
    case 'calm':
      settleCalm(batch, signal);
      break;
    case 'notice':
      settleNotice(batch, signal);
      break;
    case 'run':
      settleRun(batch, signal);
      break;
    case 'counted':
      settleCount(batch, signal.observation);
      break;
    case 'gone':
      settleGone(batch, signal);
      break;
    case 'health':
      settleHealth(batch, signal.observation);
      break;
    case 'run-over':
      settleRunOver(batch, signal.observation);
      break;
    case 'alarm':
      settleAlarm(batch, signal.observation, signal.subscriptions);
  }
}
