import type { Clock } from '../../base/clock.js';
import type { TeamsApp } from './app-package.js';
import type { BotAnswer, BotLink } from './bot-link.js';
import { checkCard } from './card-rules.js';
import { choosePress, unknown } from './choose-press.js';
import { ComposeBox } from './compose-box.js';
import type { Connector, ConnectorRequest } from './connector.js';
import type { Tenant } from './connector-writes.js';
import type { PressChoice, PressResult, SayOptions, SayResult, TeamsControl } from './control.js';
import type { BoxResult, TokenWanted } from './control-home.js';
import type { Entra } from './entra.js';
import type { Fault, Faults } from './faults.js';
import type { DeskMessage } from './feed.js';
import { Inbound } from './inbound.js';
import { MessageWaits } from './message-waits.js';
import { type Press, Presses } from './presses.js';
import type { Tabs } from './tabs.js';
import type { UploadedFile, Uploads } from './uploads.js';
import type { Member, Place } from './world.js';

interface Parts {
  tenant: Tenant;
  connector: Connector;
  faults: Faults;
  bot: BotLink;
  uploads: Uploads;
  clock: Clock;
  serviceUrl: () => string;
  app: () => TeamsApp;
  tabs: Tabs;
  entra: Entra;
  extensionDeadlineMs: number;
}

/** Acts for people in the pretended tenant. */
export class DeskControl implements TeamsControl {
  readonly extension: ComposeBox;
  private readonly inbound: Inbound;
  private readonly presses: Presses;
  private readonly waits: MessageWaits;

  constructor(private readonly parts: Parts) {
    this.inbound = new Inbound(parts.tenant.world, parts.clock, parts.serviceUrl);
    this.waits = new MessageWaits(parts.tenant.events);
    this.presses = new Presses(parts.tenant, this.inbound, parts.bot);
    const { tenant, bot, app, extensionDeadlineMs: deadlineMs } = parts;
    this.extension = new ComposeBox({ tenant, inbound: this.inbound, bot, app, deadlineMs });
  }

  get tabs(): Tabs {
    return this.parts.tabs;
  }

  token(wanted?: TokenWanted): Promise<string> {
    return this.parts.entra.token(wanted);
  }

  get me(): Member {
    return this.parts.tenant.world.me;
  }

  get bot(): { id: string; name: string } {
    return this.parts.tenant.world.bot;
  }

  setBotUrl(url: string): void {
    this.parts.bot.url = url;
  }

  conversations(): Place[] {
    return this.parts.tenant.world.all();
  }

  members(): readonly Member[] {
    return this.parts.tenant.world.people;
  }

  async install(conversationId: string, options: { from?: string; eventFirst?: boolean } = {}): Promise<BotAnswer[]> {
    return this.setInstalled(this.place(conversationId), true, this.member(options.from), options.eventFirst);
  }

  async uninstall(conversationId: string, options: { from?: string } = {}): Promise<BotAnswer[]> {
    return this.setInstalled(this.place(conversationId), false, this.member(options.from));
  }

  async say(conversationId: string, text: string, options: SayOptions = {}): Promise<SayResult> {
    const place = this.place(conversationId);
    const from = this.member(options.from);
    const { feed } = this.parts.tenant;
    const known = options.activityId === undefined ? undefined : feed.get(options.activityId);
    const message = known ?? this.write(place, from, text, options);
    const mentioned = message.text?.includes(this.botTag) ?? false;
    // Cards are never sent to a bot (Teams reference 1.2).
    if (!message.text) return { status: 0, body: 'there is no text for the bot', messageId: message.id };
    if (place.type !== 'personal' && !mentioned) {
      return { status: 0, body: 'the bot was not mentioned', messageId: message.id };
    }
    if (!place.installed) await this.setInstalled(place, true, from);
    const answer = await this.parts.bot.send(this.inbound.message(place, from, message));
    if (answer.status < 200 || answer.status >= 300) {
      const reason = answer.status === 0 ? String(answer.body) : `the bot answered ${answer.status}`;
      feed.setProblem(message.id, reason);
    }
    return { ...answer, messageId: message.id };
  }

  async press(messageId: string, choice: PressChoice): Promise<PressResult> {
    const message = this.message(messageId);
    const from = this.member(choice.from);
    const card = message.views[from.id]?.card ?? message.card;
    return this.pressed(messageId, choosePress(card, choice), from.id);
  }

  /** The desk page knows the button and its data itself. */
  async pressed(messageId: string, press: Press, from?: string): Promise<PressResult> {
    return this.presses.onCard(this.message(messageId), press, this.member(from));
  }

  async submitDialog(dialogId: string, choice: PressChoice): Promise<PressResult | BoxResult> {
    const { card } = this.extension.form(dialogId) ?? this.presses.dialog(dialogId);
    return this.dialogSubmitted(dialogId, choosePress(card, choice).data);
  }

  async dialogSubmitted(dialogId: string, data: unknown): Promise<PressResult | BoxResult> {
    if (this.extension.form(dialogId)) return this.extension.submitForm(dialogId, data);
    return this.presses.onDialog(dialogId, data);
  }

  answerFile(messageId: string, action: 'accept' | 'decline', options: { from?: string } = {}): Promise<BotAnswer> {
    const message = this.message(messageId);
    const { file } = message;
    if (file?.kind !== 'consent') throw unknown(`offered file in message ${messageId}`);
    const value = this.parts.uploads.answer(file, action);
    const place = this.place(message.conversationId);
    const invoke = this.inbound.invoke(place, this.member(options.from), message, 'fileConsent/invoke', value);
    return this.parts.bot.send(invoke);
  }

  files(): UploadedFile[] {
    return this.parts.uploads.files();
  }

  sendActivity(raw: unknown): Promise<BotAnswer> {
    return this.parts.bot.send(raw);
  }

  messages(conversationId?: string): DeskMessage[] {
    return this.parts.tenant.feed.all(conversationId?.split(';messageid=')[0]);
  }

  requests(): readonly ConnectorRequest[] {
    return this.parts.connector.requests;
  }

  fault(fault: Fault): void {
    this.parts.faults.add(fault);
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  waitFor(predicate: (message: DeskMessage) => boolean, timeoutMs: number): Promise<DeskMessage> {
    return this.waits.find(this.messages(), predicate, timeoutMs);
  }

  /** Ends all waits. */
  stop(): void {
    this.parts.bot.stop();
    this.waits.stop();
  }

  private get botTag(): string {
    return `<at>${this.bot.name}</at>`;
  }

  private write(place: Place, from: Member, text: string, options: SayOptions): DeskMessage {
    const { feed } = this.parts.tenant;
    const { card, thread, activityId } = options;
    if (card !== undefined) checkCard(card);
    let tagged = this.tagNames(place, text);
    const lead = options.mention ?? (card === undefined && !tagged.includes(this.botTag));
    if (lead && place.type !== 'personal') tagged = `${this.botTag} ${tagged}`;
    const rootId = place.type === 'channel' ? thread : undefined;
    if (rootId !== undefined && feed.get(rootId)?.conversationId !== place.id) throw unknown(`thread ${rootId}`);
    const mentions = this.inbound.mentionsIn(tagged).map((mention) => mention.text);
    return feed.add(
      {
        conversationId: place.id,
        from: { id: from.id, name: from.name, bot: false },
        ...(rootId === undefined ? {} : { rootId }),
        ...(activityId === undefined ? {} : { id: activityId }),
      },
      {
        ...(tagged === '' ? {} : { text: tagged }),
        ...(card === undefined ? {} : { card }),
        format: 'plain',
        mentions,
      },
    );
  }

  private tagNames(place: Place, text: string): string {
    const names = [this.bot.name, ...this.parts.tenant.world.membersOf(place).map((member) => member.name)];
    return names.reduce((all, name) => all.replaceAll(new RegExp(`@${name}(?!\\w)`, 'gi'), `<at>${name}</at>`), text);
  }

  private async setInstalled(place: Place, installed: boolean, from: Member, eventFirst = false): Promise<BotAnswer[]> {
    const { world, events } = this.parts.tenant;
    world.setInstalled(place, installed);
    events.emit({ type: 'places' });
    const activities = [
      this.inbound.installation(place, from, installed ? 'add' : 'remove'),
      this.inbound.membersChanged(place, from, installed ? 'membersAdded' : 'membersRemoved'),
    ];
    if (eventFirst) activities.reverse();
    const answers: BotAnswer[] = [];
    for (const activity of activities) answers.push(await this.parts.bot.send(activity));
    return answers;
  }

  private place(id: string): Place {
    const place = this.parts.tenant.world.place(id);
    if (!place) throw unknown(`conversation ${id}`);
    return place;
  }

  private message(id: string): DeskMessage {
    const message = this.parts.tenant.feed.get(id);
    if (!message) throw unknown(`message ${id}`);
    return message;
  }

  private member(key: string | undefined): Member {
    const member = key === undefined ? this.me : this.parts.tenant.world.person(key);
    if (!member) throw unknown(`person ${key}`);
    return member;
  }
}
