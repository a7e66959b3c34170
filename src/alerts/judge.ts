import type { Evaluated } from '../model/reading.js';
import { Exact } from '../model/recovery.js';
import type { RuleState, ThresholdRule } from '../model/subscription.js';
import { type Crossing, crossing } from './crossing.js';

/** A value flaps when a crossing is at least the fourth change of side within eight evaluations (decision 0011). */
export const flappingTurns = 4;
export const flappingRuns = 8;
/** A muted value is calm after so many evaluations in a row that changed no side. */
export const calmRuns = 4;

export interface Judgement extends Omit<Crossing, 'verdict'> {
  /** `back`: what the rule announced is no longer so. `calm`: what was announced stands, and flapping is over. */
  verdict: 'fires' | 'back' | 'calm' | 'quiet';
  /** With `flapping-noticed`: how often it changed sides, and within how many evaluations. */
  flapping?: { turns: number; runs: number };
  /** While muted: evaluations since the last change of side. */
  calm?: number;
}

/**
 * Judges one evaluation against one threshold rule: what it is by itself (`crossing`), without the noise of a value
 * that keeps crossing. Pure.
 *
 * - A crossing that makes the value flap is still told, and says so. From then on all is quiet until it is calm.
 * - Calm on the side that was told: the alert stands. Calm on a side that was crossed to while muted: it fires now.
 *   Calm where there is nothing to announce: it goes back. So nothing that lasts is ever swallowed.
 */
export function judge(rule: ThresholdRule, state: RuleState | undefined, evaluated: Evaluated): Judgement {
  const plain = crossing(rule, state, evaluated);
  if (!state?.last || plain.reason === 'older-or-repeated') return plain;
  const turned = plain.verdict !== 'quiet';
  const recent = [...(state.recent ?? []), turned].slice(-flappingRuns);
  return state.muted ? whileMuted(plain, recent, state.muted) : whileHeard(plain, recent);
}

function whileHeard(plain: Crossing, recent: boolean[]): Judgement {
  const turns = recent.filter((turned) => turned).length;
  if (plain.verdict === 'fires' && turns >= flappingTurns) {
    return {
      ...plain,
      state: { ...plain.state, recent, muted: { turned: false } },
      reason: 'flapping-noticed',
      flapping: { turns, runs: recent.length - recent.indexOf(true) },
    };
  }
  return turns > 0 ? { ...plain, state: { ...plain.state, recent } } : plain;
}

function whileMuted(plain: Crossing, recent: boolean[], muted: { turned: boolean }): Judgement {
  const calm = recent.length - 1 - recent.lastIndexOf(true);
  if (plain.verdict !== 'quiet') {
    const { crossed: _, ...rest } = plain;
    const state = { ...plain.state, recent, muted: { turned: true } };
    return { ...rest, state, verdict: 'quiet', reason: 'flapping-muted', calm };
  }
  if (calm < calmRuns) return { ...plain, state: { ...plain.state, recent, muted }, calm };
  const { side } = plain.state;
  if (!side) return { ...plain, verdict: 'back', reason: 'flapping-calm', calm };
  if (!muted.turned) return { ...plain, verdict: 'calm', reason: 'flapping-calm', calm };
  const state = { ...plain.state, recent: [true] };
  return { ...plain, state, verdict: 'fires', crossed: side, reason: 'flapping-calm-crossed', calm };
}

/** A rule in canonical words: two rules with the same words are the same problem ("2000" and "2000.0" are one). */
export function ruleWords({ direction, value, percent, runs, band }: ThresholdRule): string {
  const plain = (text: string | undefined) => (text === undefined ? '' : new Exact(text).toFixed());
  const words = [direction, plain(value), plain(percent), String(runs)];
  return [...words, ...(band ? [`${plain(band.size)}${band.unit === 'percent' ? '%' : ''}`] : [])].join(':');
}
