const GAP_POLLS = 10;

/** After so many missed idle polls, ms, what happened meanwhile has to be looked up instead of compared. */
export function gapMsOf(settings: { pollIdleMs: number }): number {
  return GAP_POLLS * settings.pollIdleMs;
}
