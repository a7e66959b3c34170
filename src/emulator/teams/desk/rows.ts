import { h } from './dom.js';

/** A list whose rows are drawn again only when they differ, and never under somebody's cursor. */
export class Rows<T> {
  readonly element = h('ul', { class: 'rows' });
  private readonly rows = new Map<string, { element: HTMLElement; shown: string }>();

  constructor(
    private readonly keyOf: (item: T) => string,
    private readonly draw: (item: T) => Node[],
  ) {}

  show(items: T[]): void {
    const keys = new Set(items.map(this.keyOf));
    for (const [key, row] of this.rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
    for (const item of items) this.showOne(item);
  }

  private showOne(item: T): void {
    const key = this.keyOf(item);
    const content = JSON.stringify(item);
    const row = this.rows.get(key) ?? { element: h('li', {}), shown: '' };
    if (!this.rows.has(key)) {
      this.rows.set(key, row);
      this.element.append(row.element);
    }
    const { activeElement } = document;
    const inUse = row.element.contains(activeElement);
    if (row.shown === content || (inUse && activeElement instanceof HTMLInputElement)) return;
    row.shown = content;
    row.element.replaceChildren(...this.draw(item));
    if (inUse) row.element.querySelector('button')?.focus();
  }
}
