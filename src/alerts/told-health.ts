import type { Message } from '../model/message.js';

/** What cards of these messages say is broken, with its code: the newest word on each resource counts. */
export function toldHealth<Scope extends string>(messages: readonly Message[]): Map<Scope, string> {
  const newest = new Map<string, { state: string; code: string; atMs: number }>();
  for (const { subject } of messages) {
    const said =
      subject.kind === 'card' && subject.content.situation === 'reading-health' ? subject.content : undefined;
    const seen = said?.observation;
    if (seen?.trigger !== 'reading-health' || (newest.get(seen.resource)?.atMs ?? 0) > seen.atMs) continue;
    newest.set(seen.resource, seen);
  }
  const broken = [...newest].filter(([, { state }]) => state === 'broken');
  return new Map(broken.map(([resource, { code }]) => [resource as Scope, code]));
}
