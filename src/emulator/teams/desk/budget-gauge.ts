import type { PanelState } from './api.js';
import { h } from './dom.js';

const BINS = 30;
const lanes = ['chat', 'search', 'polling', 'bulk'];

/** The call budget: one dot for each slot, coloured by lane, and a strip that shows when held slots come free. */
export class BudgetGauge {
  readonly element: HTMLElement;
  private readonly used = h('strong', {});
  private readonly limit = h('span', {});
  private readonly next = h('span', { class: 'gauge-next' });
  private readonly slots = h('div', { class: 'slots', 'aria-hidden': 'true' });
  private readonly strip = h('div', { class: 'strip', 'aria-hidden': 'true' });
  private readonly axis = h(
    'div',
    { class: 'strip-axis', 'aria-hidden': 'true' },
    h('span', {}, 'now'),
    h('span', {}, 'free again'),
    h('span', {}),
  );
  private readonly legend = h('ul', { class: 'legend' });
  private shownLanes = '';

  constructor() {
    this.element = h(
      'div',
      { class: 'gauge' },
      h('div', { class: 'gauge-head' }, h('div', { class: 'gauge-number' }, this.used, this.limit), this.next),
      this.slots,
      this.legend,
      this.strip,
      this.axis,
    );
    this.strip.append(...Array.from({ length: BINS }, () => h('i', {})));
  }

  show(budget: PanelState['budget']): void {
    this.element.classList.remove('stale');
    const seconds = Math.round(budget.windowMs / 1000);
    this.used.textContent = String(budget.used);
    this.limit.textContent = ` of ${budget.limit} calls in ${seconds} s`;
    this.showNext(budget);
    this.showSlots(budget);
    this.showStrip(budget);
    const end = this.axis.lastElementChild;
    if (end) end.textContent = `${seconds} s`;
  }

  /** No news from the story: what is shown is old. */
  pause(): void {
    this.element.classList.add('stale');
  }

  private showNext(budget: PanelState['budget']): void {
    const { pausedUntilMs, nowMs, freeAtMs, used, limit } = budget;
    const paused = pausedUntilMs !== undefined && pausedUntilMs > nowMs;
    const first = freeAtMs.find((at) => at > nowMs);
    this.next.classList.toggle('paused', paused);
    if (paused) this.next.textContent = `Paused for ${Math.ceil((pausedUntilMs - nowMs) / 1000)} s`;
    else if (used < limit) this.next.textContent = `${limit - used} free`;
    else this.next.textContent = first === undefined ? 'Full' : `Next free in ${Math.ceil((first - nowMs) / 1000)} s`;
  }

  private showSlots({ limit, used, usedByLane }: PanelState['budget']): void {
    const shown = JSON.stringify([limit, used, usedByLane]);
    if (shown === this.shownLanes) return;
    this.shownLanes = shown;
    const names = [...lanes, ...Object.keys(usedByLane).filter((name) => !lanes.includes(name))];
    const kinds = names.flatMap((name) => Array.from({ length: usedByLane[name] ?? 0 }, () => name));
    // Slots whose lane is not told, after a restart for example.
    while (kinds.length < used) kinds.push('other');
    while (this.slots.childElementCount < limit) this.slots.append(h('i', {}));
    while (this.slots.childElementCount > limit) this.slots.lastElementChild?.remove();
    [...this.slots.children].forEach((slot, index) => {
      slot.className = laneClass(kinds[index]);
    });
    this.legend.replaceChildren(
      ...names.map((name) =>
        h('li', {}, h('i', { class: laneClass(name) }), name, h('b', {}, String(usedByLane[name] ?? 0))),
      ),
    );
    this.slots.parentElement?.setAttribute('aria-label', `${used} of ${limit} calls used`);
  }

  private showStrip({ freeAtMs, nowMs, windowMs }: PanelState['budget']): void {
    const counts = new Array<number>(BINS).fill(0);
    for (const at of freeAtMs) {
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor(((at - nowMs) / windowMs) * BINS)));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const tallest = Math.max(4, ...counts);
    [...this.strip.children].forEach((bar, index) => {
      const count = counts[index] ?? 0;
      if (bar instanceof HTMLElement)
        bar.style.height = count === 0 ? '2px' : `${Math.max(14, (count / tallest) * 100)}%`;
      bar.classList.toggle('full', count > 0);
    });
  }
}

function laneClass(name: string | undefined): string {
  if (name === undefined) return '';
  return lanes.includes(name) ? `lane-${name}` : 'lane-other';
}
