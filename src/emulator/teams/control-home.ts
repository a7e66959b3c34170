import type { TeamsApp } from './app-package.js';
import type { BotAnswer } from './bot-link.js';
import type { BoxOutcome } from './box-answer.js';
import type { Dialog } from './control.js';
import type { DeskTab } from './tab.js';

/** Where somebody has the box of the extension open; a reply when `thread` is given. */
export interface BoxWhere {
  conversationId: string;
  thread?: string;
  /** The desk's user when absent. */
  from?: string;
}

export interface SearchWanted {
  commandId: string;
  /** What was typed so far. */
  text?: string;
  /** The search that runs when the box is opened, with nothing typed. */
  initialRun?: boolean;
  skip?: number;
  /** Default 25. */
  count?: number;
}

/** `status` 0: the bot was not asked, could not be reached, or was too late. */
export interface BoxResult extends BotAnswer {
  outcome: BoxOutcome;
}

/** The messaging extension as somebody in the tenant uses it. What is chosen is sent by `say` with `card`. */
export interface ExtensionControl {
  readonly app: TeamsApp;
  query(where: BoxWhere, wanted: SearchWanted): Promise<BoxResult>;
  /** Chooses a result whose preview has a tap, whose value this is. */
  select(where: BoxWhere, value: unknown): Promise<BoxResult>;
  /** Pastes a link; `none` where the app has no say in it. */
  unfurl(where: BoxWhere, url: string): Promise<BoxResult>;
  /** Opens the form of an action; with `messageId` from that message's menu. */
  openForm(where: BoxWhere, commandId: string, messageId?: string): Promise<BoxResult>;
  form(dialogId: string): Dialog | undefined;
  /** Sends an open form; when the bot is late it is sent twice more, as Teams does. */
  submitForm(dialogId: string, data: unknown): Promise<BoxResult>;
}

/** What a configuration page says of its tab (`pages.config.setConfig`). */
export interface TabSettings {
  entityId?: string | undefined;
  contentUrl: string;
  websiteUrl?: string | undefined;
  suggestedDisplayName?: string | undefined;
}

/** Tabs of conversations. What is refused throws an error whose message says why. */
export interface TabsControl {
  all(conversationId?: string): DeskTab[];
  add(conversationId: string, settings: TabSettings): DeskTab;
  change(id: string, settings: TabSettings): DeskTab;
  rename(id: string, name: string): DeskTab;
  remove(id: string): void;
}

export interface TokenWanted {
  /** The desk's user when absent. */
  from?: string;
  /** Instead of the usual ones; undefined leaves a claim out. */
  claims?: Record<string, unknown>;
}
