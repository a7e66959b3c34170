import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import type { DeskMessage } from './feed.js';
import type { Member, Place, World } from './world.js';

export type Json = Record<string, unknown>;

/** A mention found in what a person typed. */
interface Mention {
  mentioned: { id: string; name: string };
  text: string;
}

/** Local time with offset, as Teams puts it into `localTimestamp`. */
function localTime(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(ms);
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const offset = get('timeZoneName').replace('GMT', '') || '+00:00';
  const millis = String(((ms % 1000) + 1000) % 1000).padStart(3, '0');
  return `${get('year')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}:${get('second')}.${millis}${offset}`;
}

/** Makes the activities that Teams sends to a bot (Teams reference 1.1 to 1.4). */
export class Inbound {
  constructor(
    private readonly world: World,
    private readonly clock: Clock,
    private readonly serviceUrl: () => string,
  ) {}

  /** A person's message; `mentions` are those whose tags stand in its text. */
  message(place: Place, from: Member, message: DeskMessage): Json {
    const mentions = this.mentionsIn(message.text ?? '');
    const html = mentions.reduce(
      (all, { text, mentioned }, index) =>
        all.replaceAll(
          escapeHtml(text),
          `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${index}">${escapeHtml(mentioned.name)}</span>`,
        ),
      escapeHtml(message.text ?? ''),
    );
    const envelope = this.envelope('message', place, from, message.rootId ?? message.id);
    return {
      ...envelope,
      id: message.id,
      text: message.text ?? '',
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: `<p>${html}</p>` }],
      entities: [...mentions.map((mention) => ({ type: 'mention', ...mention })), ...(envelope.entities as unknown[])],
    };
  }

  /** A press of `Action.Submit`: a message without text (Teams reference 1.2). */
  submit(place: Place, from: Member, card: DeskMessage, value: unknown, text?: string): Json {
    const envelope = this.envelope('message', place, from, card.rootId ?? card.id);
    return {
      ...envelope,
      id: String(this.clock.now()),
      replyToId: card.id,
      value,
      ...(text === undefined ? {} : { text }),
    };
  }

  invoke(place: Place, from: Member, card: DeskMessage, name: string | undefined, value: unknown): Json {
    const envelope = this.envelope('invoke', place, from, card.rootId ?? card.id);
    const channelData = { ...(envelope.channelData as Json), source: { name: 'message' } };
    return { ...envelope, ...(name === undefined ? {} : { name }), value, replyToId: card.id, channelData };
  }

  /** An invoke of the messaging extension: it belongs to a place where somebody writes, not to a card. */
  compose(place: Place, from: Member, name: string, value: unknown, where: { thread?: string; source?: string }): Json {
    const envelope = this.envelope('invoke', place, from, where.thread);
    const channelData = { ...(envelope.channelData as Json), source: { name: where.source ?? 'compose' } };
    return { ...envelope, name, value, channelData };
  }

  installation(place: Place, from: Member, action: 'add' | 'remove'): Json {
    const envelope = this.envelope('installationUpdate', place, from);
    const { team } = place;
    const extra = {
      ...(team ? { team, channel: { id: place.id } } : {}),
      ...(team && action === 'add' ? { settings: { selectedChannel: { id: place.id } } } : {}),
      source: { name: 'message' },
    };
    return { ...envelope, action, channelData: { ...(envelope.channelData as Json), ...extra } };
  }

  membersChanged(place: Place, from: Member, change: 'membersAdded' | 'membersRemoved'): Json {
    // In a team this event belongs to the team, whose conversation is the General channel.
    const home = place.team ? (this.world.place(place.team.id) ?? place) : place;
    const envelope = this.envelope('conversationUpdate', home, from);
    const people = place.type === 'personal' ? [{ id: from.id, aadObjectId: from.aadObjectId }] : [];
    const eventType = change === 'membersAdded' ? 'teamMemberAdded' : 'teamMemberRemoved';
    const extra = place.team ? { team: place.team, eventType } : {};
    return {
      ...envelope,
      [change]: [{ id: this.world.bot.id }, ...people],
      channelData: { ...(envelope.channelData as Json), ...extra },
    };
  }

  /** Tags in the text that name the bot or somebody of the tenant. */
  mentionsIn(text: string): Mention[] {
    const found = [...new Set([...text.matchAll(/<at>(.*?)<\/at>/g)].map((match) => match[1] ?? ''))];
    return found.flatMap((name) => {
      const one = name === this.world.bot.name ? this.world.bot : this.world.person(name);
      return one ? [{ mentioned: { id: one.id, name: one.name }, text: `<at>${name}</at>` }] : [];
    });
  }

  private envelope(type: string, place: Place, from: Member, rootId?: string): Json {
    const now = this.clock.now();
    const { tenantId, bot } = this.world;
    const inThread = place.type === 'channel' && rootId !== undefined ? `;messageid=${rootId}` : '';
    return {
      type,
      id: `f:${randomUUID()}`,
      timestamp: new Date(now).toISOString(),
      localTimestamp: localTime(now, from.timeZone),
      localTimezone: from.timeZone,
      locale: from.locale,
      serviceUrl: this.serviceUrl(),
      channelId: 'msteams',
      from: { id: from.id, name: from.name, aadObjectId: from.aadObjectId },
      recipient: { id: bot.id, name: bot.name },
      conversation: {
        id: place.id + inThread,
        conversationType: place.type,
        tenantId,
        ...(place.type === 'personal' ? {} : { isGroup: true }),
        ...(place.type === 'groupChat' ? { name: place.name } : {}),
      },
      entities: [
        { type: 'clientInfo', locale: from.locale, country: from.country, platform: 'Web', timezone: from.timeZone },
      ],
      channelData: {
        tenant: { id: tenantId },
        ...(place.team ? { team: { id: place.team.id }, channel: { id: place.id } } : {}),
      },
    };
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
