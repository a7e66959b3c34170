import type { CardPress } from '../../../browser/card-view.js';
import type { TeamsApp } from '../app-package.js';
import type { PressResult } from '../control.js';
import type { BoxResult, TabSettings } from '../control-home.js';
import type { DeskEvent } from '../events.js';
import type { DeskFile, DeskMessage } from '../feed.js';
import type { PanelAction, PanelState } from '../panel.js';
import type { DeskTab } from '../tab.js';
import type { Member, Place } from '../world.js';
import type { Reader } from './format.js';

export type { BoxResult, DeskFile, DeskMessage, DeskTab, PanelState, Place, PressResult, TabSettings, TeamsApp };

export type Person = Pick<Member, 'id' | 'name'>;

export type Me = Pick<Member, 'id' | 'name' | 'aadObjectId' | 'userPrincipalName'> & Reader;

/** Where the desk's user is about to write. */
export interface Where {
  conversationId: string;
  thread?: string;
}

export interface Snapshot {
  tenantId: string;
  me: Me;
  bot: Person;
  members: Person[];
  conversations: Place[];
  messages: DeskMessage[];
  tabs: DeskTab[];
  app: TeamsApp;
  hasPanel: boolean;
}

export type StreamEvent = Exclude<DeskEvent, { type: 'places' }> | { type: 'places'; conversations: Place[] };

async function call<T>(method: string, name: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_control/${name}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    // A browser's own words for this differ and tell nobody what to do.
    throw new Error('The desk does not answer. Is the demo still running?');
  });
  const answer = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Error(answer?.error ?? `The desk answered ${response.status}`);
  return answer as T;
}

export const api = {
  snapshot: () => call<Snapshot>('GET', 'state'),
  say: (where: Where, text: string, options: { mention: boolean; card?: unknown }) =>
    call<{ messageId: string }>('POST', 'say', { ...where, text, ...options }),
  press: (messageId: string, press: CardPress) => call<PressResult>('POST', 'press', { messageId, press }),
  answerFile: (messageId: string, action: 'accept' | 'decline') => call<unknown>('POST', 'file', { messageId, action }),
  submitDialog: (dialogId: string, data: unknown) =>
    call<PressResult | BoxResult>('POST', 'dialog', { dialogId, data }),
  install: (conversationId: string) => call<unknown>('POST', 'install', { conversationId }),
  uninstall: (conversationId: string) => call<unknown>('POST', 'uninstall', { conversationId }),
  search: (where: Where, wanted: { commandId: string; text: string; initialRun: boolean; skip: number }) =>
    call<BoxResult>('POST', 'search', { ...where, ...wanted }),
  select: (where: Where, value: unknown) => call<BoxResult>('POST', 'select', { ...where, value }),
  unfurl: (where: Where, url: string) => call<BoxResult>('POST', 'link', { ...where, url }),
  openForm: (where: Where, commandId: string, messageId?: string) =>
    call<BoxResult>('POST', 'form', { ...where, commandId, ...(messageId === undefined ? {} : { messageId }) }),
  addTab: (conversationId: string, settings: TabSettings) =>
    call<DeskTab>('POST', 'tabs', { conversationId, settings }),
  changeTab: (id: string, settings: TabSettings) => call<DeskTab>('POST', 'tab', { id, settings }),
  renameTab: (id: string, name: string) => call<DeskTab>('POST', 'tab', { id, name }),
  removeTab: (id: string) => call<unknown>('POST', 'tab-removal', { id }),
  token: () => call<{ token: string }>('POST', 'token', {}),
  panel: () => call<PanelState>('GET', 'panel'),
  act: (action: PanelAction, value?: string) =>
    call<{ said: string }>('POST', 'panel', { action, ...(value === undefined ? {} : { value }) }),
};
