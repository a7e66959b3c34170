import { fullRefreshCompleted } from './full-refresh-completed.js';
import { measureThreshold } from './measure-threshold.js';
import { segmentThreshold } from './segment-threshold.js';
import { sourceRefreshFailed } from './source-refresh-failed.js';
import { sourceRefreshSucceeded } from './source-refresh-succeeded.js';
import { stepFailed } from './step-failed.js';
import type { Trigger } from './trigger.js';
import { unificationCompleted } from './unification-completed.js';

/** Every trigger, one file each. A new one is a file and a line here. */
export const triggers: readonly Trigger[] = [
  sourceRefreshFailed,
  sourceRefreshSucceeded,
  segmentThreshold,
  measureThreshold,
  fullRefreshCompleted,
  unificationCompleted,
  stepFailed,
];
