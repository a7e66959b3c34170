import type { Clock } from '../base/clock.js';
import type { ChannelsRequest, SendOutcome, TeamChannel } from '../delivery/sender.js';
import { type Conversation, conversationKey } from '../model/conversation.js';
import type { Store } from '../store/store.js';

/** How long an answer of Teams is kept, ms: whoever asks for channels that are none costs no more than this. */
const restMs = 60_000;
/** Teams of an organisation that are asked for a channel that nobody knows. */
const mostTeams = 40;
/** Questions at the same time. */
const width = 5;

interface Answer {
  atMs: number;
  channels: Promise<readonly TeamChannel[]>;
}

/**
 * What Teams tells of the channels of teams that the app is in: it is in all of them, and the bot knows only those that
 * it heard from, most of them without a name. Never rejects but with `store-*`.
 */
export function createChannels(deps: {
  ask(request: ChannelsRequest): Promise<SendOutcome>;
  store: Store;
  clock: Clock;
}) {
  const { store, clock } = deps;
  const answers = new Map<string, Answer>();

  /** `one`: a channel of the team. */
  function channelsOf({ tenantId, serviceUrl }: Conversation, teamId: string): Promise<readonly TeamChannel[]> {
    const key = JSON.stringify([tenantId, teamId]);
    const known = answers.get(key);
    const atMs = clock.monotonic();
    if (known && atMs - known.atMs < restMs) return known.channels;
    const target = { serviceUrl, tenantId, conversationId: teamId };
    const channels = deps
      .ask({ kind: 'channels', target })
      .then((outcome) => (outcome.result === 'sent' ? (outcome.channels ?? []) : []));
    answers.set(key, { atMs, channels });
    return channels;
  }

  async function nameOf(one: Conversation): Promise<string | undefined> {
    if (one.type !== 'channel' || one.team === undefined) return undefined;
    const { team } = one;
    return named(
      (await channelsOf(one, team.id)).find(({ id }) => id === one.id),
      team.id,
    );
  }

  return {
    /** A channel that was silent until now, not stored yet; undefined where no team of the tenant has it. */
    async silent(tenantId: string, id: string): Promise<Conversation | undefined> {
      if (!/^19:.+@thread\.(?:tacv2|skype)$/.test(id)) return undefined;
      const teams = new Map<string, Conversation>();
      for (const one of await store.conversations()) {
        const isIn = one.type === 'channel' && one.installed && !one.suspended;
        if (isIn && one.tenantId.toLowerCase() === tenantId && one.team) teams.set(one.team.id, one);
      }
      const asked = [...teams].slice(0, mostTeams);
      for (let at = 0; at < asked.length; at += width) {
        const some = asked.slice(at, at + width);
        const lists = await Promise.all(some.map(([teamId, one]) => channelsOf(one, teamId)));
        for (const [index, [teamId, one]] of some.entries()) {
          const channel = lists[index]?.find((each) => each.id === id);
          if (channel) return channelBeside(one, id, named(channel, teamId), clock.now());
        }
      }
      return undefined;
    },

    /** The same with the name that Teams gives it, which is kept. */
    async withName(one: Conversation): Promise<Conversation> {
      const name = one.name === undefined ? await nameOf(one) : undefined;
      if (name === undefined) return one;
      return store.saveConversation(one.key, (now) => ({ ...(now ?? one), name: now?.name ?? name }));
    },
  };
}

function named(channel: TeamChannel | undefined, teamId: string): string | undefined {
  return channel?.name ?? (channel?.id === teamId ? 'General' : undefined);
}

function channelBeside(one: Conversation, id: string, name: string | undefined, nowMs: number): Conversation {
  const { tenantId, serviceUrl, botId, botName, team } = one;
  return {
    v: 1,
    key: conversationKey(tenantId, id),
    tenantId,
    id,
    type: 'channel',
    serviceUrl,
    botId,
    installed: true,
    nextNumber: 1,
    lastInboundAtMs: nowMs,
    ...(botName === undefined ? {} : { botName }),
    ...(team === undefined ? {} : { team }),
    ...(name === undefined ? {} : { name }),
  };
}
