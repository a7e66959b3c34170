/** The way in: what is detected (`triggers`), and how (`detect`). One file for each trigger. */
export { type Detected, detect } from './detect.js';
export type { DetectSettings } from './look.js';
export { loadSeen, type Seen } from './seen.js';
export { triggers } from './table.js';
export type { Trigger } from './trigger.js';
