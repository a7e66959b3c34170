import type { CardPress } from '../../../browser/card-view.js';
import type { PressResult } from '../control.js';
import type { DeskEvent } from '../events.js';
import type { DeskFile, DeskMessage } from '../feed.js';
import type { PanelAction, PanelState } from '../panel.js';
import type { Member, Place } from '../world.js';
import type { Reader } from './format.js';

export type { DeskFile, DeskMessage, PanelState, Place };

export type Person = Pick<Member, 'id' | 'name'>;

export interface Snapshot {
  me: Person & Reader;
  bot: Person;
  members: Person[];
  conversations: Place[];
  messages: DeskMessage[];
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
  say: (conversationId: string, text: string, mention: boolean, thread?: string) =>
    call<{ messageId: string }>('POST', 'say', { conversationId, text, mention, ...(thread ? { thread } : {}) }),
  press: (messageId: string, press: CardPress) => call<PressResult>('POST', 'press', { messageId, press }),
  answerFile: (messageId: string, action: 'accept' | 'decline') => call<unknown>('POST', 'file', { messageId, action }),
  submitDialog: (dialogId: string, data: unknown) => call<PressResult>('POST', 'dialog', { dialogId, data }),
  install: (conversationId: string) => call<unknown>('POST', 'install', { conversationId }),
  uninstall: (conversationId: string) => call<unknown>('POST', 'uninstall', { conversationId }),
  panel: () => call<PanelState>('GET', 'panel'),
  act: (action: PanelAction, value?: string) =>
    call<{ said: string }>('POST', 'panel', { action, ...(value === undefined ? {} : { value }) }),
};
