export interface Keyed {
  key: string;
  /** Everything the element shows: it is made anew when this changes, and kept otherwise. */
  facts: unknown;
  make(): HTMLElement;
}

const known = new WeakMap<HTMLElement, { key: string; facts: string }>();

/**
 * Brings the children of a list in line with what should be there. What did not change stays the same element, so that
 * focus, open parts and hover survive; where the focused one is made anew, its control of the same `data-focus` gets
 * the focus, and what was open (`data-open`) is opened again.
 */
export function showKeyed(list: HTMLElement, wanted: readonly Keyed[]): void {
  const there = new Map<string, HTMLElement>();
  for (const child of list.children) {
    if (!(child instanceof HTMLElement)) continue;
    const record = known.get(child);
    if (record) there.set(record.key, child);
  }
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && list.contains(active) ? active : undefined;
  let lost: { within: string; name: string } | undefined;
  const next = wanted.map(({ key, facts, make }) => {
    const old = there.get(key);
    const shown = JSON.stringify(facts);
    if (old && known.get(old)?.facts === shown) return old;
    const element = make();
    known.set(element, { key, facts: shown });
    if (old) {
      reopen(old, element);
      if (focused && old.contains(focused)) lost = { within: key, name: focused.dataset.focus ?? '' };
    }
    return element;
  });
  const kept = new Set<Element>(next);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  next.forEach((element, at) => {
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
  });
  if (lost) {
    const again = next[wanted.findIndex(({ key }) => key === lost?.within)];
    again?.querySelector<HTMLElement>(`[data-focus="${CSS.escape(lost.name)}"]`)?.focus();
  } else if (focused?.isConnected && document.activeElement !== focused) focused.focus();
}

function reopen(old: HTMLElement, made: HTMLElement): void {
  for (const part of old.querySelectorAll<HTMLDetailsElement>('details[open][data-open]')) {
    const again = made.querySelector<HTMLDetailsElement>(`details[data-open="${CSS.escape(part.dataset.open ?? '')}"]`);
    if (again) again.open = true;
  }
}
