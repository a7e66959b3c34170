import type { BotAnswer } from './bot-link.js';
import type { ConnectorRequest } from './connector.js';
import type { BoxResult, ExtensionControl, TabsControl, TokenWanted } from './control-home.js';
import type { Fault } from './faults.js';
import type { DeskMessage } from './feed.js';
import type { UploadedFile } from './uploads.js';
import type { Member, Place } from './world.js';

export interface SayOptions {
  /** Id, object id, user principal name or display name; the desk's user Ann Dahl when absent. */
  from?: string;
  /** The root post to reply to; channels only. */
  thread?: string;
  /** Whether the text is led by a mention of the bot. Default: yes in channels and group chats unless it names the bot. */
  mention?: boolean;
  /** An id of one's own choice; a known one sends the same message again, as Teams sometimes does. */
  activityId?: string;
  /** An adaptive card of the messaging extension that goes along. The bot is told of the text alone. */
  card?: unknown;
}

/** `status` 0 with the reason as `body`: the bot was not told (not mentioned, not connected, not answering). */
export interface SayResult extends BotAnswer {
  messageId: string;
}

export interface Dialog {
  id: string;
  title: string;
  card?: unknown;
  /** A page instead of a card. */
  url?: string;
  width?: number | string;
  height?: number | string;
}

/** What the person who pressed a button sees. */
export type PressOutcome =
  | { kind: 'none' }
  /** A card that replaces the shared one for this person alone. */
  | { kind: 'card'; card: unknown }
  | { kind: 'message'; text: string }
  | { kind: 'error'; text: string }
  | { kind: 'dialog'; dialog: Dialog };

export interface PressResult extends BotAnswer {
  outcome: PressOutcome;
}

/** Which button: by verb, title or place in the order of reading (0 is the first), and what was typed. */
export interface PressChoice {
  verb?: string;
  title?: string;
  index?: number;
  inputs?: Record<string, string>;
  from?: string;
}

/** The hand of a test or a story in the pretended tenant. Unknown ids throw `HeraldError` `internal`. */
export interface TeamsControl {
  /** The person the desk page belongs to. */
  readonly me: Member;
  readonly bot: { id: string; name: string };
  /** Where inbound activities go, e.g. `http://127.0.0.1:3978/api/messages`. */
  setBotUrl(url: string): void;
  /** The box beside the compose box. */
  readonly extension: ExtensionControl;
  readonly tabs: TabsControl;
  /** What Entra would sign for a tab that a person looks at. */
  token(wanted?: TokenWanted): Promise<string>;
  conversations(): Place[];
  members(): readonly Member[];
  /** Adds the bot: `installationUpdate`, then `conversationUpdate` (Teams keeps no order; `eventFirst` turns it round). */
  install(conversationId: string, options?: { from?: string; eventFirst?: boolean }): Promise<BotAnswer[]>;
  /** Takes the bot away; from then on the connector answers 403. */
  uninstall(conversationId: string, options?: { from?: string }): Promise<BotAnswer[]>;
  /** A person writes. `@Name` of the bot or a person becomes a mention; a mention brings the bot in where it is not yet. */
  say(conversationId: string, text: string, options?: SayOptions): Promise<SayResult>;
  /** Presses a button on the card as this person sees it. */
  press(messageId: string, choice: PressChoice): Promise<PressResult>;
  /** Presses a button of an open dialog, a card's (`task/submit`) or the extension's (`composeExtension/submitAction`). */
  submitDialog(dialogId: string, choice: PressChoice): Promise<PressResult | BoxResult>;
  /** Answers an offered file. With `accept` the bot is told where to put it. */
  answerFile(messageId: string, action: 'accept' | 'decline', options?: { from?: string }): Promise<BotAnswer>;
  /** What bots have put into people's OneDrive, oldest first. */
  files(): UploadedFile[];
  /** Sends any activity to the bot as it is. */
  sendActivity(raw: unknown): Promise<BotAnswer>;
  messages(conversationId?: string): DeskMessage[];
  requests(): readonly ConnectorRequest[];
  /** Arms a fault for coming requests; several are met in the order of arming. */
  fault(fault: Fault): void;
  clearFaults(): void;
  /**
   * Resolves with the first message, known or coming, that matches; looked at whenever one is posted, edited or deleted.
   * Throws `HeraldError` `internal` after `timeoutMs` (real time, whatever the clock of the story) or when stopped.
   */
  waitFor(predicate: (message: DeskMessage) => boolean, timeoutMs: number): Promise<DeskMessage>;
}
