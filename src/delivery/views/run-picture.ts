import { type RunContent, type RunCounts, runGroups } from '../../model/content/run.js';
import { type Colour, part, type ViewInput } from './view.js';

/** Cells of the picture of one kind of steps; a kind with fewer steps has one for each. */
const BAR_CELLS = 12;
/** Cells of the picture of a whole run. */
const RUN_CELLS = 24;

export type Place = Exclude<keyof RunCounts, 'group'>;

const looks: Record<Place, { cell: string; colour: Colour }> = {
  done: { cell: '█', colour: 'Good' },
  running: { cell: '▓', colour: 'Accent' },
  failed: { cell: '✖\uFE0E', colour: 'Attention' },
  skipped: { cell: '·', colour: 'Default' },
  waiting: { cell: '░', colour: 'Default' },
};
const places = Object.keys(looks) as Place[];

/** The share of each place in cells: whoever is there has at least one, and together they fill the bar. */
export function cellsOf(counts: Record<Place, number>, most = BAR_CELLS): Record<Place, number> {
  const total = totalOf(counts);
  const length = Math.min(most, total);
  const cells = Object.fromEntries(
    places.map((place) => [place, counts[place] === 0 ? 0 : Math.max(1, Math.round((counts[place] / total) * length))]),
  ) as Record<Place, number>;
  let over = places.reduce((sum, place) => sum + cells[place], 0) - length;
  // Rounding is made up for where it shows least.
  while (over !== 0) {
    const widest = places.reduce((a, b) => (cells[b] > cells[a] ? b : a));
    cells[widest] -= Math.sign(over);
    over -= Math.sign(over);
  }
  return cells;
}

function barOf(counts: Record<Place, number>, most: number) {
  const cells = cellsOf(counts, most);
  return places
    .filter((place) => cells[place] > 0)
    .map((place) => ({ text: looks[place].cell.repeat(cells[place]), colour: looks[place].colour }));
}

function totalOf(counts: Record<Place, number>): number {
  return places.reduce((sum, place) => sum + counts[place], 0);
}

/** Steps of all kinds together. */
export function sumOf({ groups }: Pick<RunContent, 'groups'>): Record<Place, number> {
  const sum = (place: Place) => groups.reduce((n, counts) => n + counts[place], 0);
  return Object.fromEntries(places.map((place) => [place, sum(place)])) as Record<Place, number>;
}

function wordsOf(counts: Record<Place, number>, { f }: ViewInput): string {
  const others = places
    .filter((place) => place !== 'done' && place !== 'waiting' && counts[place] > 0)
    .map((place) => f.say(`run.n-${place as 'running' | 'failed' | 'skipped'}`, { n: counts[place] }));
  return [f.say('run.n-done', { n: counts.done, total: totalOf(counts) }), ...others].join(', ');
}

/** How far each kind of steps is. */
export function groupRows({ groups }: RunContent, input: ViewInput) {
  return groups.map((counts) => {
    // A card may be older than the kinds we tell apart now.
    const group = runGroups.find((one) => one === counts.group) ?? 'other';
    return {
      title: input.f.say(`run.group-${group}`),
      // A row of dots tells nothing that the words do not.
      ...part('cells', counts.skipped === totalOf(counts) ? undefined : barOf(counts, BAR_CELLS)),
      words: wordsOf(counts, input),
    };
  });
}

/** The whole run in one bar; undefined where its steps are not known, or where one kind says all. */
export function overall(content: RunContent, colour: Colour, input: ViewInput) {
  const counts = sumOf(content);
  const total = totalOf(counts);
  if (total === 0 || content.groups.length < 2) return undefined;
  return {
    text: input.f.say('run.steps', { words: wordsOf(counts, input) }),
    // Of the bar that some clients draw: what is not under way and not to come.
    value: total - counts.running - counts.waiting,
    max: total,
    colour: colour === 'Default' ? 'Accent' : colour,
    cells: barOf(counts, RUN_CELLS),
  };
}
