import type { Observation, TriggerName } from '../model/observation.js';
import type { Resource } from '../model/reading.js';
import type { Frame } from './frame.js';

/** One row of the trigger table. `detect` gives what happened its names and says nothing about who wants to know. */
export interface Trigger {
  name: TriggerName;
  /** What it is read from; a resource that cannot be read blinds it. */
  reads: readonly Resource[];
  detect(frame: Frame): Observation[];
}
