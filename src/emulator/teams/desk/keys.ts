/** Lets the arrow keys, Home and End move the focus among the elements that match, as in a menu or a list of tabs. */
export function arrows(container: HTMLElement, selector: string): void {
  container.addEventListener('keydown', (event) => {
    const all = [...container.querySelectorAll<HTMLElement>(selector)];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const last = all.length - 1;
    const next: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowDown: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      ArrowUp: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = next[event.key];
    if (to === undefined) return;
    all[to]?.focus();
    event.preventDefault();
  });
}
