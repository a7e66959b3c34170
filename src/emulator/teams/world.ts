import { createHash } from 'node:crypto';
import { objectIdOf } from '../people.js';

/** Somebody in the tenant. `id` is specific to the bot, `aadObjectId` is the stable identity (Teams reference 1.1). */
export interface Member {
  id: string;
  name: string;
  aadObjectId: string;
  userPrincipalName: string;
  givenName: string;
  surname: string;
  locale: string;
  country: string;
  timeZone: string;
}

/** A place where people and the bot write. `id` never carries `;messageid=`. */
export interface Place {
  id: string;
  type: 'personal' | 'groupChat' | 'channel';
  name: string;
  team?: { id: string; name: string; aadGroupId: string };
  memberIds: string[];
  /** Whether the bot is a member. In a team all channels have it or none. */
  installed: boolean;
}

function opaque(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 32);
}

function member(name: string, locale: string, country: string, timeZone: string): Member {
  const [givenName = '', surname = ''] = name.split(' ');
  const userPrincipalName = `${givenName}.${surname}@contoso.test`.toLowerCase();
  const id = `29:${Buffer.from(opaque(name)).toString('base64url')}`;
  return { id, name, aadObjectId: objectIdOf(name), userPrincipalName, givenName, surname, locale, country, timeZone };
}

const deskUserName = 'Ann Dahl';
/** Entra object id of whoever sits at the desk. */
export const deskUserId = objectIdOf(deskUserName);

const teamId = `19:${opaque('General')}@thread.tacv2`;

/** The people and places of the pretended tenant: one team, one group chat, and personal chats as they come up. */
export class World {
  readonly bot = { id: `28:${objectIdOf('Insights Herald')}`, name: 'Insights Herald' };
  readonly me = member(deskUserName, 'en-GB', 'GB', 'Europe/London');
  readonly people: readonly Member[] = [
    this.me,
    member('Bo Berg', 'en-US', 'US', 'America/New_York'),
    member('Aigerim Sadykova', 'kk-KZ', 'KZ', 'Asia/Almaty'),
    member('Chidi Okafor', 'en-GB', 'NG', 'Africa/Lagos'),
    member('Mei Tanaka', 'en-US', 'JP', 'Asia/Tokyo'),
    member('Lucas Moreau', 'en-GB', 'FR', 'Europe/Paris'),
  ];
  readonly team = { id: teamId, name: 'Customer data', aadGroupId: objectIdOf('Customer data') };
  private readonly places = new Map<string, Place>();

  constructor(readonly tenantId: string) {
    const everyone = this.people.map((person) => person.id);
    for (const name of ['General', 'Data alerts', 'Marketing']) {
      const id = `19:${opaque(name)}@thread.tacv2`;
      this.add({ id, type: 'channel', name, team: this.team, memberIds: everyone, installed: false });
    }
    const id = `19:${opaque('Data ops')}@thread.v2`;
    this.add({ id, type: 'groupChat', name: 'Data ops', memberIds: everyone.slice(0, 4), installed: false });
    this.personalChat(this.me);
  }

  all(): Place[] {
    return [...this.places.values()];
  }

  /** Takes an id with or without `;messageid=`. */
  place(conversationId: string): Place | undefined {
    return this.places.get(conversationId.split(';messageid=')[0] ?? '');
  }

  /** Finds a person by any of the four names Teams accepts for one: id, object id, user principal name, display name. */
  person(key: string): Member | undefined {
    const wanted = key.toLowerCase();
    return this.people.find(
      (one) =>
        one.id === key ||
        one.aadObjectId === wanted ||
        one.userPrincipalName === wanted ||
        one.name.toLowerCase() === wanted,
    );
  }

  /** The chat between the bot and this person; made when it is asked for the first time. */
  personalChat(person: Member): Place {
    const id = `a:1${Buffer.from(opaque(`chat ${person.name}`)).toString('base64url')}`;
    const known = this.places.get(id);
    if (known) return known;
    const name = person === this.me ? this.bot.name : `${this.bot.name} and ${person.name}`;
    return this.add({ id, type: 'personal', name, memberIds: [person.id], installed: false });
  }

  /** Adds the bot to a place, or takes it away; in a team, to or from all of its channels. */
  setInstalled(place: Place, installed: boolean): Place[] {
    const touched = place.team ? this.all().filter((one) => one.team) : [place];
    for (const one of touched) one.installed = installed;
    return touched;
  }

  membersOf(place: Place): Member[] {
    return this.people.filter((person) => place.memberIds.includes(person.id));
  }

  private add(place: Place): Place {
    this.places.set(place.id, place);
    return place;
  }
}
