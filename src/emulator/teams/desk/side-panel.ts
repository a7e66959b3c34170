import { type PanelAction, panelActions } from '../panel.js';
import { api, type PanelState } from './api.js';
import { BudgetGauge } from './budget-gauge.js';
import { h, iconButton } from './dom.js';
import { numberOf } from './format.js';
import { Rows } from './rows.js';

const EVERY_MS = 600;

/** The side panel: the story, the call budget, and levers to break things with. */
export class SidePanel {
  readonly element: HTMLElement;
  private readonly title = h('h2', {});
  private readonly steps = h('ol', { class: 'steps' });
  private readonly gauge = new BudgetGauge();
  private readonly said = h('p', { class: 'panel-said', role: 'status' });
  private readonly teams = h('p', { class: 'teams-fault', role: 'status', hidden: true });
  private readonly sources = new Rows<PanelState['sources'][number]>(
    (one) => one.id,
    ({ id, name, state }) => {
      const mood = moodOf(state);
      return [
        h('span', { class: `dot ${mood}`, 'aria-hidden': 'true' }),
        h('span', { class: 'row-name' }, name, h('small', {}, wordsOf(state))),
        mood === 'bad'
          ? this.lever('Recover', panelActions.recoverSource, id, `Recover ${name}`)
          : this.lever('Fail', panelActions.failSource, id, `Fail ${name}`),
      ];
    },
  );
  private readonly segments = new Rows<PanelState['segments'][number]>(
    (one) => one.name,
    ({ name, friendlyName, members }) => [
      h('span', { class: 'row-name' }, friendlyName, h('small', {}, `${numberOf(members)} members`)),
      this.lever('Push over', panelActions.pushSegment, name, `Push ${friendlyName} over its threshold`),
    ],
  );
  private readonly measures = new Rows<PanelState['measures'][number]>(
    (one) => one.name,
    (one) => [this.measureForm(one)],
  );
  private shownStory = '';
  private running = false;

  constructor(onClose: () => void) {
    this.element = h(
      'aside',
      { class: 'panel', 'aria-label': 'Story and controls' },
      h('div', { class: 'panel-head' }, this.title, iconButton('close', 'Close', onClose, 'panel-close')),
      this.steps,
      h('div', { class: 'levers' }, this.lever('Restart story', panelActions.restartStory)),
      this.section('Call budget', this.gauge.element),
      this.section('Break things', this.said, this.teams),
      h(
        'div',
        { class: 'levers' },
        this.lever('Start full refresh', panelActions.startFullRefresh),
        this.lever(
          'Teams: 429 for 30 s',
          panelActions.throttleTeams,
          undefined,
          'Make Teams answer 429 for 30 seconds',
        ),
      ),
      this.section('Sources', this.sources.element),
      this.section('Segments', this.segments.element),
      this.section('Measures', this.measures.element),
    );
  }

  /** Begins to follow the story; a second call does nothing. */
  start(): void {
    if (this.running) return;
    this.running = true;
    void this.follow();
  }

  private async follow(): Promise<void> {
    for (;;) {
      if (!document.hidden) {
        try {
          this.show(await api.panel());
        } catch {
          this.gauge.pause();
        }
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  private show(state: PanelState): void {
    const story = JSON.stringify(state.story);
    if (story !== this.shownStory) {
      this.shownStory = story;
      this.title.textContent = state.story.title;
      this.steps.classList.toggle('running', state.story.running);
      this.steps.replaceChildren(
        ...state.story.steps.map((step) =>
          h(
            'li',
            { class: step.state, title: step.title, 'aria-current': step.state === 'now' ? 'step' : undefined },
            step.title,
          ),
        ),
      );
    }
    this.gauge.show(state.budget);
    this.sources.show(state.sources);
    this.segments.show(state.segments);
    this.measures.show(state.measures);
    this.teams.hidden = state.teamsFault === undefined;
    this.teams.textContent = state.teamsFault ?? '';
  }

  private section(title: string, ...content: HTMLElement[]): HTMLElement {
    return h('section', { class: 'panel-section' }, h('h3', {}, title), ...content);
  }

  private lever(text: string, action: PanelAction, value?: string, label = text): HTMLButtonElement {
    const onclick = () => void this.act(action, value);
    return h('button', { type: 'button', class: 'lever', 'aria-label': label, title: label, onclick }, text);
  }

  private measureForm({ name, friendlyName, value }: PanelState['measures'][number]): HTMLElement {
    const input = h('input', {
      type: 'number',
      step: 'any',
      required: true,
      'aria-label': `New value of ${friendlyName}`,
    });
    input.value = String(value);
    const onsubmit = (event: SubmitEvent) => {
      event.preventDefault();
      void this.act(panelActions.setMeasure, `${name}=${input.value}`);
      input.blur();
    };
    const now = typeof value === 'number' ? numberOf(value) : value;
    return h(
      'form',
      { class: 'measure', onsubmit },
      h('span', { class: 'row-name' }, friendlyName, h('small', {}, now)),
      input,
      h('button', { class: 'lever', type: 'submit', 'aria-label': `Set ${friendlyName}` }, 'Set'),
    );
  }

  private async act(action: PanelAction, value?: string): Promise<void> {
    try {
      this.said.textContent = (await api.act(action, value)).said;
      this.said.classList.remove('bad');
    } catch (error) {
      this.said.textContent = error instanceof Error ? error.message : String(error);
      this.said.classList.add('bad');
    }
  }
}

/** `updateFailed` as people would say it. */
function wordsOf(state: string): string {
  return state.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function moodOf(state: string): 'good' | 'bad' | 'busy' {
  if (/fail|time|error|abort|cancel|skip/i.test(state)) return 'bad';
  return /updating|run|refresh|queue|retry|wait/i.test(state) ? 'busy' : 'good';
}
