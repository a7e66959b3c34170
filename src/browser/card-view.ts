import * as AC from 'adaptivecards';
import { hostConfig, type Theme } from './host-config.js';
import { markdownToHtml, markMentions } from './markdown.js';

/** A button that goes to the bot. Links, show cards and visibility are done by the card itself. */
export interface CardPress {
  type: 'Action.Execute' | 'Action.Submit';
  title: string;
  id?: string;
  verb?: string;
  /** The action's data merged with the inputs; inputs that were left empty are absent, as in Teams. */
  data: unknown;
}

export interface DrawOptions {
  theme: Theme;
  onAction?: (press: CardPress) => void;
  /** Told of everything the renderer could not draw: unknown elements without fallback, wrong values. */
  onProblem?: (message: string) => void;
}

/**
 * In 3.0.6 an empty field has the value NaN: with bounds it blocks although optional, without bounds it passes although
 * required. What is not yet a number ("-") looks empty too.
 */
class NumberInput extends AC.NumberInput {
  override isValid(): boolean {
    const field = this.renderedInputControlElement;
    if (field instanceof HTMLInputElement && field.validity.badInput) return false;
    return this.isSet() ? super.isValid() : !this.isRequired;
  }
}

AC.GlobalRegistry.elements.register('Input.Number', NumberInput, AC.Versions.v1_0);
AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownToHtml(text);
  result.didProcess = true;
};

/**
 * Draws an adaptive card as Teams would: version 1.5, six buttons, Teams' Markdown subset, fallbacks. A card that cannot
 * be drawn yields its `fallbackText`. Needs the style sheet of `bundleDesk`.
 */
export function drawCard(cardJson: unknown, options: DrawOptions): HTMLElement {
  const view = document.createElement('div');
  view.className = 'card-view';
  view.dataset.theme = options.theme;
  try {
    view.append(render(cardJson, options, view));
  } catch (error) {
    options.onProblem?.(error instanceof Error ? error.message : String(error));
    view.append(notice(cardJson));
  }
  return view;
}

function render(cardJson: unknown, options: DrawOptions, view: HTMLElement): HTMLElement {
  if (!isSupported(cardJson)) throw new Error('the card has no version from 1.0 to 1.5');
  const source = withMentions(cardJson);
  if (isRecord(source) && isRecord(source.msteams) && /^full$/i.test(String(source.msteams.width))) {
    view.classList.add('full-width');
  }
  const card = new AC.AdaptiveCard();
  card.hostConfig = new AC.HostConfig(hostConfig(options.theme));
  card.onExecuteAction = (action) => execute(action, options);
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  card.parse(source, context);
  for (let i = 0; i < context.eventCount; i += 1) options.onProblem?.(context.getEventAt(i).message);
  const element = card.render();
  if (!element) throw new Error('the card is empty');
  for (const anchor of element.querySelectorAll('a')) {
    if (!isWebLink(anchor.href)) anchor.removeAttribute('href');
    anchor.rel = 'noopener noreferrer';
  }
  nameByContent(element);
  return element;
}

/**
 * What can be pressed as a whole is named by its title alone, so that nobody hears what stands in it; and the title of a
 * row is part of what stands in it.
 */
function nameByContent(element: HTMLElement): void {
  for (const one of element.querySelectorAll('.ac-selectable[aria-label]')) {
    if (one.textContent?.includes(one.getAttribute('aria-label') ?? '')) one.removeAttribute('aria-label');
  }
}

/** The renderer knows 1.6 too, Teams does not, and its own way to the fallback text shows the card all the same. */
function isSupported(cardJson: unknown): boolean {
  return isRecord(cardJson) && typeof cardJson.version === 'string' && /^1\.[0-5]$/.test(cardJson.version);
}

function execute(action: AC.Action, options: DrawOptions): void {
  if (action instanceof AC.OpenUrlAction) {
    if (action.url && isWebLink(action.url)) window.open(action.url, '_blank', 'noopener,noreferrer');
    return;
  }
  const common = { title: action.title ?? '', ...(action.id ? { id: action.id } : {}) };
  if (action instanceof AC.ExecuteAction) {
    options.onAction?.({ type: 'Action.Execute', ...common, verb: action.verb, data: action.data });
  } else if (action instanceof AC.SubmitAction) {
    options.onAction?.({ type: 'Action.Submit', ...common, data: action.data });
  }
}

/** Marks the declared mentions in the two places where Teams shows them: text blocks and facts. */
function withMentions(cardJson: unknown): unknown {
  const declared = new Set<string>();
  if (isRecord(cardJson) && isRecord(cardJson.msteams) && Array.isArray(cardJson.msteams.entities)) {
    for (const entity of cardJson.msteams.entities) {
      if (isRecord(entity) && entity.type === 'mention' && typeof entity.text === 'string') declared.add(entity.text);
    }
  }
  const mark = (value: unknown) => (typeof value === 'string' ? markMentions(value, declared) : value);
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (!isRecord(node)) return node;
    const copy = Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, key === 'data' ? value : walk(value)]),
    );
    if (node.type === 'TextBlock') copy.text = mark(node.text);
    if (node.type === 'FactSet' && Array.isArray(node.facts)) {
      copy.facts = node.facts.map((fact) =>
        isRecord(fact) ? { ...fact, title: mark(fact.title), value: mark(fact.value) } : fact,
      );
    }
    return copy;
  };
  return walk(cardJson);
}

function notice(cardJson: unknown): HTMLElement {
  const text = isRecord(cardJson) && typeof cardJson.fallbackText === 'string' ? cardJson.fallbackText : '';
  const element = document.createElement('p');
  element.className = 'card-notice';
  element.textContent = text || 'This card cannot be shown.';
  return element;
}

function isWebLink(url: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url.trim());
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
