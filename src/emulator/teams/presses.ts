import { z } from 'zod';
import { HeraldError } from '../../base/errors.js';
import type { BotAnswer, BotLink } from './bot-link.js';
import type { Tenant } from './connector-writes.js';
import type { Dialog, PressOutcome, PressResult } from './control.js';
import type { DeskMessage } from './feed.js';
import type { Inbound } from './inbound.js';
import { readTask, WENT_WRONG } from './task-answer.js';
import type { Member, Place } from './world.js';

/** A pressed button with everything it sends. */
export interface Press {
  type: 'Action.Execute' | 'Action.Submit';
  title: string;
  id?: string | undefined;
  verb?: string | undefined;
  data?: unknown;
}

interface OpenDialog {
  dialog: Dialog;
  message: DeskMessage;
  from: Member;
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

const cardAnswer = z.looseObject({ statusCode: z.number(), type: z.string(), value: z.unknown() });
const errorValue = z.looseObject({ message: z.string() });
const teamsData = z.looseObject({
  msteams: z.looseObject({
    type: z.string(),
    value: z.unknown().optional(),
    text: z.string().optional(),
    displayText: z.string().optional(),
  }),
});

/** Turns pressed buttons into activities, and the bot's answers into what a person sees. */
export class Presses {
  private readonly dialogs = new Map<string, OpenDialog>();

  constructor(
    private readonly tenant: Tenant,
    private readonly inbound: Inbound,
    private readonly bot: BotLink,
  ) {}

  async onCard(message: DeskMessage, press: Press, from: Member): Promise<PressResult> {
    const place = this.placeOf(message);
    // A card that a person inserted works only where the bot is too (Teams reference 1.6).
    if (!message.from.bot && !place.installed) {
      const text = `Add ${this.tenant.world.bot.name} to this conversation to use the buttons of this card.`;
      return { status: 0, body: 'the bot is not in the conversation', outcome: { kind: 'error', text } };
    }
    if (press.type === 'Action.Submit') return this.submit(place, message, press, from);
    const { type, title, id, verb, data } = press;
    const value = { action: { type, title, id, verb, data }, trigger: 'manual' };
    const answer = await this.bot.send(this.inbound.invoke(place, from, message, 'adaptiveCard/action', value));
    const outcome = readCardAnswer(answer);
    if (outcome.kind === 'card') this.tenant.feed.setView(message.id, from.id, { card: outcome.card });
    if (outcome.kind === 'message') this.tenant.feed.setView(message.id, from.id, { message: outcome.text });
    if (outcome.kind === 'error') this.tenant.feed.setView(message.id, from.id, { error: outcome.text });
    return { ...answer, outcome };
  }

  /** Throws `HeraldError` `internal` for a dialog that is not open. */
  dialog(id: string): Dialog {
    return this.open(id).dialog;
  }

  async onDialog(dialogId: string, data: unknown): Promise<PressResult> {
    const { message, from } = this.open(dialogId);
    const value = { data, context: { theme: 'default' } };
    const answer = await this.bot.send(this.inbound.invoke(this.placeOf(message), from, message, 'task/submit', value));
    const outcome = this.readTask(answer, message, from);
    // After an error the dialog stays, with what was typed in it.
    if (outcome.kind !== 'error') this.dialogs.delete(dialogId);
    return { ...answer, outcome };
  }

  private async submit(place: Place, message: DeskMessage, press: Press, from: Member): Promise<PressResult> {
    const { feed } = this.tenant;
    const special = teamsData.safeParse(press.data);
    const msteams = special.success ? special.data.msteams : undefined;
    if (msteams?.type === 'task/fetch') {
      const value = { data: press.data, context: { theme: 'default' } };
      const answer = await this.bot.send(this.inbound.invoke(place, from, message, 'task/fetch', value));
      return { ...answer, outcome: this.readTask(answer, message, from) };
    }
    if (msteams?.type === 'invoke') {
      const answer = await this.bot.send(this.inbound.invoke(place, from, message, undefined, msteams.value));
      return { ...answer, outcome: plainOutcome(answer) };
    }
    const text = msteams?.type === 'imBack' ? String(msteams.value ?? '') : msteams?.text;
    const visible = msteams?.type === 'imBack' ? text : msteams?.displayText;
    const value = msteams === undefined ? press.data : msteams.value;
    if (visible) {
      const inThread = place.type === 'channel' ? { rootId: message.rootId ?? message.id } : {};
      const sender = { id: from.id, name: from.name, bot: false };
      feed.add(
        { conversationId: place.id, from: sender, ...inThread },
        { text: visible, format: 'plain', mentions: [] },
      );
    }
    const answer = await this.bot.send(this.inbound.submit(place, from, message, value, text));
    const outcome = plainOutcome(answer);
    if (outcome.kind === 'error') feed.setView(message.id, from.id, { error: outcome.text });
    return { ...answer, outcome };
  }

  private readTask(answer: BotAnswer, message: DeskMessage, from: Member): PressOutcome {
    const outcome = readTask(answer);
    if (outcome.kind === 'dialog') this.dialogs.set(outcome.dialog.id, { dialog: outcome.dialog, message, from });
    return outcome;
  }

  private placeOf(message: DeskMessage): Place {
    const place = this.tenant.world.place(message.conversationId);
    if (!place) throw new HeraldError('internal', { message: `no conversation ${message.conversationId}` });
    return place;
  }

  private open(id: string): OpenDialog {
    const open = this.dialogs.get(id);
    if (!open) throw new HeraldError('internal', { message: 'this dialog is closed' });
    return open;
  }
}

function plainOutcome(answer: BotAnswer): PressOutcome {
  return answer.status >= 200 && answer.status < 300 ? { kind: 'none' } : { kind: 'error', text: WENT_WRONG };
}

/** The answer of `adaptiveCard/action` (Teams reference 1.4); anything but HTTP 200 with JSON is a failure. */
function readCardAnswer(answer: BotAnswer): PressOutcome {
  const parsed = cardAnswer.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) return { kind: 'error', text: WENT_WRONG };
  const { statusCode, type, value } = parsed.data;
  if (statusCode === 200 && type === CARD && typeof value === 'object' && value !== null) {
    return { kind: 'card', card: value };
  }
  if (statusCode === 200 && type === MESSAGE && typeof value === 'string') return { kind: 'message', text: value };
  const error = errorValue.safeParse(value);
  return { kind: 'error', text: error.success ? error.data.message : WENT_WRONG };
}
