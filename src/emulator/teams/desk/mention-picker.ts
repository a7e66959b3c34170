import { avatar } from './avatar.js';
import { h } from './dom.js';

export interface Mentionable {
  name: string;
  bot: boolean;
}

/** The list that opens behind an `@` in a text field and completes the name. Arrows, Enter, Tab and Escape work. */
export class MentionPicker {
  readonly element = h('div', {
    class: 'picker',
    role: 'listbox',
    'aria-label': 'Mention',
    id: `picker-${nextNumber()}`,
    hidden: true,
  });
  private found: Mentionable[] = [];
  private active = 0;
  private start = -1;

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly people: () => Mentionable[],
  ) {
    field.addEventListener('input', () => this.look());
    field.addEventListener('blur', () => this.close());
  }

  /** True when the key was for the list. */
  takeKey(event: KeyboardEvent): boolean {
    if (this.element.hidden) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.draw();
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      this.pick(this.found[this.active]);
    } else if (event.key === 'Escape') {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  /** Opens the list for all names, as the @ button does. */
  open(): void {
    const { field } = this;
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(
      before === '' || /\s$/.test(before) ? '@' : ' @',
      field.selectionStart,
      field.selectionEnd,
      'end',
    );
    field.focus();
    this.look();
  }

  private look(): void {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const match = /(?:^|\s)@([\p{L}\p{N} ]{0,24})$/u.exec(before);
    const typed = match?.[1]?.toLowerCase();
    this.found =
      typed === undefined
        ? []
        : this.people().filter(({ name }) => {
            const lower = name.toLowerCase();
            return (
              lower !== typed && (lower.startsWith(typed) || lower.split(' ').some((word) => word.startsWith(typed)))
            );
          });
    if (this.found.length === 0) {
      this.close();
      return;
    }
    this.start = before.length - (typed?.length ?? 0) - 1;
    this.active = 0;
    this.draw();
  }

  private draw(): void {
    const { element, field } = this;
    element.hidden = false;
    field.setAttribute('aria-controls', element.id);
    field.setAttribute('aria-activedescendant', `${element.id}-${this.active}`);
    element.replaceChildren(
      ...this.found.map((one, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `${element.id}-${index}`,
            'aria-selected': String(index === this.active),
            // Before the field loses the focus.
            onpointerdown: (event: PointerEvent) => {
              event.preventDefault();
              this.pick(one);
            },
          },
          avatar(one.name, one.bot, 'small'),
          one.name,
        ),
      ),
    );
  }

  private pick(one: Mentionable | undefined): void {
    if (!one) return;
    this.field.setRangeText(`@${one.name} `, this.start, this.field.selectionStart, 'end');
    this.close();
    this.field.dispatchEvent(new Event('input'));
  }

  private close(): void {
    this.element.hidden = true;
    this.field.removeAttribute('aria-activedescendant');
  }
}

let made = 0;
function nextNumber(): number {
  made += 1;
  return made;
}
