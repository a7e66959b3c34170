import type { DeskMessage, TeamsEmulator } from '../emulator/teams/index.js';

const time = (ms: number) => new Date(ms).toISOString().slice(11, 19);

function linesOf(message: DeskMessage, place: string): { atMs: number; line: string }[] {
  const who = message.rootId ? `${message.from.name} (reply)` : message.from.name;
  return message.versions.map((version, index) => ({
    atMs: version.atMs,
    line: `${time(version.atMs)}  ${place.padEnd(14)}  ${who}${index > 0 ? ' (edits)' : ''}: ${version.summary ?? version.text ?? ''}`,
  }));
}

/** Who posted what where, in order, edits included. Times are UTC. */
export function transcriptOf(teams: TeamsEmulator): string {
  const places = new Map(teams.control.conversations().map((one) => [one.id, one.name]));
  return teams.control
    .messages()
    .flatMap((message) => linesOf(message, places.get(message.conversationId) ?? ''))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ line }) => line)
    .join('\n');
}
