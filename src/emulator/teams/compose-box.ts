import { HeraldError } from '../../base/errors.js';
import type { TeamsApp } from './app-package.js';
import type { BotAnswer, BotLink } from './bot-link.js';
import { type BoxOutcome, readBoxAnswer } from './box-answer.js';
import type { Tenant } from './connector-writes.js';
import type { Dialog } from './control.js';
import type { BoxResult, BoxWhere, ExtensionControl, SearchWanted } from './control-home.js';
import { coversHost } from './hosts.js';
import type { Inbound, Json } from './inbound.js';
import { messagePayload } from './message-payload.js';
import type { Member, Place } from './world.js';

/** How many results Teams asks for at once (Teams reference 1.6). */
export const PAGE = 25;
/** A late form is sent again so many times (Teams reference 1.5). */
const RESENDS = 2;

interface OpenForm {
  dialog: Dialog;
  place: Place;
  from: Member;
  thread: { thread?: string };
  /** What every invoke of this form carries beside its data. */
  about: Json;
}

interface Parts {
  tenant: Tenant;
  inbound: Inbound;
  bot: BotLink;
  app: () => TeamsApp;
  /** Real time that the bot has for an answer. */
  deadlineMs: number;
}

/** The messaging extension as people use it: search, forms, links (Teams reference 1.4, 1.6). */
export class ComposeBox implements ExtensionControl {
  private readonly forms = new Map<string, OpenForm>();

  constructor(private readonly parts: Parts) {}

  get app(): TeamsApp {
    return this.parts.app();
  }

  query(where: BoxWhere, wanted: SearchWanted): Promise<BoxResult> {
    const { commandId, text = '', skip = 0, count = PAGE } = wanted;
    const command = this.app.commands.find(({ id }) => id === commandId);
    const first = wanted.initialRun
      ? { name: 'initialRun', value: 'true' }
      : { name: command?.parameters[0]?.name ?? 'text', value: text };
    return this.ask(where, 'query', { commandId, parameters: [first], queryOptions: { skip, count } });
  }

  select(where: BoxWhere, value: unknown): Promise<BoxResult> {
    return this.ask(where, 'selectItem', value);
  }

  async unfurl(where: BoxWhere, url: string): Promise<BoxResult> {
    if (!URL.canParse(url) || !coversHost(this.app.linkDomains, new URL(url))) {
      return { status: 0, body: 'no app unfurls this link', outcome: { kind: 'none' } };
    }
    return this.ask(where, 'queryLink', { url });
  }

  async openForm(where: BoxWhere, commandId: string, messageId?: string): Promise<BoxResult> {
    const { place, from, thread } = this.at(where);
    const about = {
      commandId,
      commandContext: messageId === undefined ? 'compose' : 'message',
      context: { theme: 'default' },
      ...(messageId === undefined ? {} : { messagePayload: messagePayload(this.parts.tenant, messageId) }),
    };
    const answer = await this.send(place, from, thread, 'fetchTask', about);
    return { ...answer, outcome: this.keep(readBoxAnswer(answer), { place, from, thread, about }) };
  }

  /** The open form, or undefined when this is no form of the extension. */
  form(dialogId: string): Dialog | undefined {
    return this.forms.get(dialogId)?.dialog;
  }

  async submitForm(dialogId: string, data: unknown): Promise<BoxResult> {
    const form = this.forms.get(dialogId);
    if (!form) throw new HeraldError('internal', { message: 'this dialog is closed' });
    const { place, from, thread, about } = form;
    let answer: BotAnswer;
    let left = RESENDS;
    do {
      answer = await this.send(place, from, thread, 'submitAction', { ...about, data });
      left -= 1;
    } while (answer.late && left >= 0);
    const outcome = this.keep(readBoxAnswer(answer), form);
    // After an error the dialog stays, with what was typed in it.
    if (outcome.kind !== 'error') this.forms.delete(dialogId);
    return { ...answer, outcome };
  }

  private keep(outcome: BoxOutcome, form: Omit<OpenForm, 'dialog'>): BoxOutcome {
    if (outcome.kind === 'dialog') this.forms.set(outcome.dialog.id, { ...form, dialog: outcome.dialog });
    return outcome;
  }

  private async ask(where: BoxWhere, name: string, value: unknown): Promise<BoxResult> {
    const { place, from, thread } = this.at(where);
    const answer = await this.send(place, from, thread, name, value);
    return { ...answer, outcome: readBoxAnswer(answer) };
  }

  private send(place: Place, from: Member, thread: { thread?: string }, name: string, value: unknown) {
    const { bot, inbound, deadlineMs } = this.parts;
    const source = value !== null && typeof value === 'object' && 'messagePayload' in value ? 'message' : 'compose';
    const invoke = inbound.compose(place, from, `composeExtension/${name}`, value, { ...thread, source });
    return bot.send(invoke, deadlineMs);
  }

  private at({ conversationId, thread, from }: BoxWhere) {
    const { world } = this.parts.tenant;
    const place = world.place(conversationId);
    const person = from === undefined ? world.me : world.person(from);
    if (!place || !person) {
      throw new HeraldError('internal', { message: `the Teams emulator has no ${place ? from : conversationId}` });
    }
    return { place, from: person, thread: thread === undefined ? {} : { thread } };
  }
}
