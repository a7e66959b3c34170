const KEY = 'desk-sent';
const LONGEST = 50;

/** What was sent before, newest last, over all conversations of this browser tab. */
const sent: string[] = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');

/** Goes back and forth in what was sent; the draft stands at its end. */
export class SentLines {
  private back = 0;
  private draft = '';

  get away(): boolean {
    return this.back > 0;
  }

  remember(text: string): void {
    this.back = 0;
    if (text === '') return;
    if (sent.at(-1) !== text) sent.push(text);
    sent.splice(0, sent.length - LONGEST);
    sessionStorage.setItem(KEY, JSON.stringify(sent));
  }

  /** The text `step` further back, or undefined where there is none. */
  recall(step: 1 | -1, now: string): string | undefined {
    const next = this.back + step;
    if (next < 0 || next > sent.length) return undefined;
    if (this.back === 0) this.draft = now;
    this.back = next;
    return next === 0 ? this.draft : sent[sent.length - next];
  }
}
