import { badArgument, type Reply, refused } from './connector-reply.js';
import type { Route } from './connector-route.js';
import type { Member, Place, World } from './world.js';

function account(world: World, member: Member) {
  const { id, name, aadObjectId, userPrincipalName, givenName, surname } = member;
  return {
    id,
    objectId: aadObjectId,
    aadObjectId,
    name,
    givenName,
    surname,
    email: userPrincipalName,
    userPrincipalName,
    tenantId: world.tenantId,
    userRole: 'user',
  };
}

/** Members of a conversation: all, by pages (`pageSize`, `continuationToken`), or one by id, object id or name. */
export function readMembers(world: World, place: Place, route: Route): Reply {
  const members = world.membersOf(place);
  if (route.variant === 'one') {
    const found = world.person(route.subject ?? '');
    return found && members.includes(found)
      ? { status: 200, body: account(world, found) }
      : refused(404, 'MemberNotFoundInConversation', 'Member not found.');
  }
  const accounts = members.map((member) => account(world, member));
  if (route.variant !== 'paged') return { status: 200, body: accounts };

  const from = Number(route.query.get('continuationToken') ?? 0);
  const size = Number(route.query.get('pageSize') ?? 50);
  if (!Number.isInteger(from) || from < 0 || !Number.isInteger(size) || size < 1) return badArgument('Bad page.');
  const next = from + size;
  const more = next < accounts.length ? { continuationToken: String(next) } : {};
  return { status: 200, body: { members: accounts.slice(from, next), ...more } };
}

/** Team details, or the channels of a team; General has the team's id and no name, as in Teams. */
export function readTeam(world: World, route: Route): Reply {
  const { id, name, aadGroupId } = world.team;
  if (route.subject !== id) return refused(404, 'NotFound', 'Team not found.');
  const channels = world.all().filter((place) => place.team);
  if (route.variant === 'channels') {
    const conversations = channels.map((place) => ({ id: place.id, name: place.id === id ? null : place.name }));
    return { status: 200, body: { conversations } };
  }
  const counts = { channelCount: channels.length, memberCount: world.people.length };
  return { status: 200, body: { id, name, aadGroupId, tenantId: world.tenantId, type: 'standard', ...counts } };
}
