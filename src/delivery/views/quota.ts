import type { QuotaContent, QuotaLane } from '../../model/content/quota.js';
import { clean } from '../clean.js';
import { costLine } from './cost.js';
import { type Colour, type Fact, foot, type Head, icons, part, SEPARATOR, type View, type ViewInput } from './view.js';

/** Cells of a bar: with its time and its number it fits on a narrow card. */
const BAR_CELLS = 16;

function colourOf(free: number, limit: number): Colour {
  const share = free / limit;
  return share <= 0.1 ? 'Attention' : share <= 0.3 ? 'Warning' : 'Good';
}

/** How many calls are free now and at each later step at which something changes. */
function chartOf({ free, stepMs, limit }: QuotaContent, { f }: ViewInput) {
  const labels = free.map((_, step) =>
    step === 0 ? f.say('quota.now') : f.say('quota.in', { n: f.number((step * stepMs) / 1000) }),
  );
  const steps = free.map((slots, step) => ({ slots, label: labels[step] ?? '' }));
  const shown = steps.filter(({ slots }, step) => step === 0 || slots !== steps[step - 1]?.slots);
  const width = Math.max(...shown.map(({ label }) => label.length));
  return {
    title: f.say('quota.when'),
    rows: shown.map(({ slots, label }) => {
      const filled = Math.min(BAR_CELLS, Math.round((BAR_CELLS * slots) / limit));
      return {
        when: label.padStart(width, '\u00A0'),
        bar: `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`,
        free: f.number(slots),
      };
    }),
  };
}

function laneFact({ lane, used, guaranteed, waiting }: QuotaLane, { f }: ViewInput): Fact {
  const left = guaranteed - used;
  const words =
    left >= 0
      ? f.say('quota.lane-left', { used, left, share: guaranteed })
      : f.say('quota.lane-over', { used, over: -left, share: guaranteed });
  const parts = [words, ...(waiting > 0 ? [f.say('quota.waiting', { n: waiting })] : [])];
  return { title: f.say(`quota.lane-${lane}`), value: parts.join(SEPARATOR) };
}

function peopleOf({ people, others, half }: QuotaContent, { f, limits }: ViewInput) {
  const named = people.slice(0, limits.items).map(({ name, used, isAsker }) => {
    const shown = clean(name, limits.name) || '?';
    return {
      name: isAsker ? f.say('quota.you', { name: shown }) : shown,
      text: f.say('quota.person', { used, left: Math.max(0, half - used) }),
    };
  });
  const rest = others + people.slice(limits.items).reduce((sum, { used }) => sum + used, 0);
  const rows = [
    ...named,
    ...(rest > 0 ? [{ name: f.say('quota.others'), text: f.say('quota.used', { used: rest }) }] : []),
  ];
  return {
    title: f.say('quota.by-person'),
    rows,
    ...part('nobody', rows.length === 0 ? f.say('quota.nobody') : undefined),
    note: f.say('quota.half', { half }),
  };
}

function headOf({ limit, used, windowMs, pausedUntilMs, free }: QuotaContent, { f }: ViewInput): Head {
  const left = free[0] ?? 0;
  if (pausedUntilMs !== undefined && pausedUntilMs > f.nowMs) {
    return {
      tone: 'warning',
      colour: 'Warning',
      state: `${icons.paused} ${f.say('quota.paused-state', { used, limit })}`,
      sentence: f.say('quota.paused', { time: f.duration(pausedUntilMs - f.nowMs) }),
    };
  }
  return {
    tone: 'emphasis',
    colour: colourOf(left, limit),
    state: `${left > 0 ? icons.info : icons.idle} ${f.say('quota.free', { free: left, limit })}`,
    sentence: f.say('quota.sentence', { time: f.duration(windowMs) }),
  };
}

/** Who uses the calls, what is left, and when they become free again. */
export function quotaView(content: QuotaContent, input: ViewInput): View {
  const { f } = input;
  const head = headOf(content, input);
  const cost = costLine({ calls: 0, limit: content.limit }, input);
  return {
    template: 'quota',
    model: {
      head,
      chart: chartOf(content, input),
      lanes: { title: f.say('quota.by-lane'), facts: content.lanes.map((lane) => laneFact(lane, input)) },
      people: peopleOf(content, input),
      foot: [cost, f.say('status.as-of', { time: f.moment(content.atMs) }), foot(input, { times: true })].join(
        SEPARATOR,
      ),
    },
    summary: f.say('summary.quota', { state: head.state }),
  };
}
