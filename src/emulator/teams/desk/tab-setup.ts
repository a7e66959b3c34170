import { api, type DeskTab, type Place, type TabSettings } from './api.js';
import { h, iconButton } from './dom.js';
import type { DeskStore } from './store.js';
import { TabFrame } from './tab-frame.js';

const WIDTH_PX = 720;

/** The dialog in which a tab is added, or set up anew: the app's page, and a Save button that the page lets be pressed. */
export function setUpTab(
  store: DeskStore,
  place: Place,
  tab: DeskTab | undefined,
  onDone: (tab: DeskTab) => void,
): void {
  const { app, bot } = store.facts;
  const title = tab ? `Settings of ${tab.name}` : `Add a tab to ${place.name}`;
  const note = h('p', { class: 'message-note bad', role: 'alert', hidden: true });
  const save = h('button', { type: 'button', class: 'lever primary', disabled: true }, 'Save');
  const dialog = h('dialog', { class: 'dialog tab-setup', 'aria-label': title });
  dialog.style.width = `min(${WIDTH_PX}px, calc(100vw - 24px))`;

  const fail = (words: string) => {
    note.textContent = words;
    note.hidden = false;
    dialog.removeAttribute('aria-busy');
    save.disabled = false;
  };
  const keep = async (settings: Partial<TabSettings>, failure?: string) => {
    if (failure !== undefined) return fail(failure);
    const { contentUrl } = settings;
    if (contentUrl === undefined) return fail('The page did not say what its tab shows.');
    try {
      const whole = { ...settings, contentUrl };
      const kept = await (tab ? api.changeTab(tab.id, whole) : api.addTab(place.id, whole));
      end();
      onDone(kept);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  };
  const frame = new TabFrame(
    store,
    {
      place,
      frameContext: 'settings',
      address: app.configurationUrl ?? '',
      title: `${bot.name}: ${title}`,
      ...(tab ? { settings: { ...tab, suggestedDisplayName: tab.name } } : {}),
    },
    {
      onValidity: (valid) => {
        save.disabled = !valid;
      },
      onSaved: (settings, failure) => void keep(settings, failure),
    },
  );
  save.addEventListener('click', () => {
    save.disabled = true;
    note.hidden = true;
    dialog.setAttribute('aria-busy', 'true');
    frame.host.save();
  });
  dialog.append(
    h(
      'header',
      { class: 'dialog-head' },
      h('h2', {}, title),
      iconButton('close', 'Close', () => dialog.close()),
    ),
    frame.element,
    note,
    h(
      'footer',
      { class: 'dialog-buttons tab-setup-foot' },
      h('button', { type: 'button', class: 'lever', onclick: () => dialog.close() }, 'Cancel'),
      save,
    ),
  );
  store.follow(dialog, ({ kind }) => kind === 'theme' && frame.retheme());
  const end = () => {
    frame.remove();
    dialog.remove();
  };
  dialog.addEventListener('close', end);
  document.body.append(dialog);
  dialog.showModal();
}
