import type { IncomingHttpHeaders } from 'node:http';
import type { Doer } from '../alerts/by-person.js';
import { asHeraldError, HeraldError } from '../base/errors.js';
import type { Connection } from '../model/connection.js';
import { type Conversation, conversationKey, type Person } from '../model/conversation.js';
import { createChannels } from './channels.js';
import { createMembers } from './members.js';
import type { TabServices } from './services.js';
import type { SignedIn } from './token.js';

/** Whoever sits at this machine, in local mode without a token: may look at everything, and change nothing. */
export interface Anyone {
  kind: 'anyone';
}
export type Viewer = ({ kind: 'person' } & SignedIn) | Anyone;

/** A conversation that the viewer may see, and who they are in it. */
export interface Seat {
  conversation: Conversation;
  /** Absent for anyone. */
  person?: Person;
}

/** Conversations that a personal board asks Teams about; the latest ones count. */
const mostAsked = 40;
/** Questions at the same time. */
const width = 5;

/** Who may see and change what. Addresses and bodies name things; what counts is the token, the store and Teams. */
export function createAccess(services: TabServices) {
  const { store, clock, connections } = services;
  const members = createMembers({ ask: (request) => services.member(request), clock });
  const channels = createChannels({ ask: (request) => services.channels(request), store, clock });

  async function seat(viewer: Viewer, conversation: Conversation | undefined): Promise<Seat> {
    if (!conversation?.installed) throw new HeraldError('conversation-forbidden');
    if (viewer.kind === 'anyone') return { conversation };
    if (conversation.tenantId.toLowerCase() !== viewer.tenantId) throw new HeraldError('conversation-forbidden');
    const { user } = conversation;
    const { objectId: aadObjectId, name } = viewer;
    if (conversation.type === 'personal') {
      if (user?.aadObjectId?.toLowerCase() !== aadObjectId) throw new HeraldError('conversation-forbidden');
      return { conversation, person: { ...user, name: name || user.name } };
    }
    const id = await members.of(conversation, aadObjectId);
    if (id === undefined) throw new HeraldError('conversation-forbidden');
    return { conversation, person: { id, aadObjectId, name } };
  }

  /** By its plain id. */
  async function named(viewer: Viewer, id: string): Promise<Conversation | undefined> {
    if (viewer.kind === 'anyone') return (await store.conversations()).find((one) => one.id === id && one.installed);
    const known = await store.conversation(conversationKey(viewer.tenantId, id));
    return known ?? channels.silent(viewer.tenantId, id);
  }

  /** With the name of its channel; one that was silent until now is remembered. */
  async function seated({ conversation, ...who }: Seat): Promise<Seat> {
    const known = await store.conversation(conversation.key);
    const kept = known ?? (await store.saveConversation(conversation.key, (now) => now ?? conversation));
    return { ...who, conversation: await channels.withName(kept) };
  }

  /** One conversation that Teams does not tell about now must not hide the others. */
  async function seatOrNone(viewer: Viewer, conversation: Conversation): Promise<Seat | 'stranger' | 'unknown'> {
    try {
      return await seat(viewer, conversation);
    } catch (thrown) {
      const { code } = asHeraldError(thrown);
      if (code === 'conversation-forbidden') return 'stranger';
      if (code === 'membership-unknown') return 'unknown';
      throw thrown;
    }
  }

  return {
    /** Throws `token-*`, `tenant-not-allowed`, `keys-unavailable`. */
    async viewer({ authorization }: IncomingHttpHeaders): Promise<Viewer> {
      if (services.local && authorization === undefined) return { kind: 'anyone' };
      return { kind: 'person', ...(await services.signedIn(authorization)) };
    },

    /** Throws `conversation-forbidden` for all that is not theirs, whether it is there or not; `membership-unknown`. */
    async in(viewer: Viewer, conversationId: string): Promise<Seat> {
      return seated(await seat(viewer, await named(viewer, conversationId)));
    },

    seat,

    /** All that they may see, the latest first; `more` where others were not asked about, or Teams did not say. */
    async everywhere(viewer: Viewer): Promise<{ seats: Seat[]; more: boolean }> {
      const own = (await store.conversations())
        .filter((one) => one.installed)
        .filter((one) => viewer.kind === 'anyone' || one.tenantId.toLowerCase() === viewer.tenantId)
        .filter((one) => one.type !== 'personal' || isMine(one, viewer))
        .sort((a, b) => b.lastInboundAtMs - a.lastInboundAtMs);
      const asked = own.slice(0, mostAsked);
      const found: (Seat | 'stranger' | 'unknown')[] = [];
      for (let at = 0; at < asked.length; at += width) {
        const some = asked.slice(at, at + width);
        found.push(...(await Promise.all(some.map((one) => seatOrNone(viewer, one)))));
      }
      const seats = await Promise.all(found.filter((one) => typeof one !== 'string').map(seated));
      return { seats, more: own.length > asked.length || found.includes('unknown') };
    },

    /** Those they may use, the default first. */
    connections(viewer: Viewer): readonly Connection[] {
      return viewer.kind === 'anyone' ? connections.all() : connections.visible(viewer.tenantId);
    },

    /** Whoever changes something in the conversation. Throws `read-only`. */
    doer({ conversation, person }: Seat): Doer {
      if (!person) throw new HeraldError('read-only');
      const wake = () => services.wake();
      return { store, person, conversationKey: conversation.key, nowMs: clock.now(), wake };
    },
  };
}

export type Access = ReturnType<typeof createAccess>;

function isMine({ user }: Conversation, viewer: Viewer): boolean {
  return viewer.kind === 'anyone' || user?.aadObjectId?.toLowerCase() === viewer.objectId;
}
