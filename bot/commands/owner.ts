import type { CardContent, Refusal } from '../../src/model/card-content.js';
import type { Person } from '../../src/model/conversation.js';
import type { OwnedKind, Owner } from '../../src/model/owner.js';
import { type OwnerWanted, printOwner, readOwner } from '../grammar/owner.js';
import { parsed, short } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import { audit, connectionOf, type Turn } from '../turn.js';
import { noConnection, refuse } from './look-up.js';
import { isOperator, refusedMail } from './mail-step.js';
import { type Candidate, matchName } from './match.js';
import { measuresOf, segmentsOf, sourcesOf } from './objects.js';
import type { Command, CommandSpec } from './spec.js';

interface OwnerCommand extends Command<'owner'> {
  wanted: OwnerWanted;
}

/** Names who answers for a source, segment or measure, in place of whoever did before. */
export const owner: CommandSpec<OwnerCommand> = {
  name: 'owner',
  words: ['owner', 'own', 'иесі'],
  usage: 'owner source|segment|measure <name> @person [email <address>]\nowner source|segment|measure <name> none',
  descriptionKey: 'help.owner',
  examples: ['owner source "Loyalty CRM" email ann@contoso.com', 'owner segment "High value" none'],
  read({ tokens }) {
    const wanted = readOwner(tokens);
    return wanted.ok ? parsed({ name: 'owner', wanted: wanted.value }) : wanted;
  },
  print: ({ wanted }) => printOwner(wanted),
  run: ({ wanted }, turn, services) => nameOwner(wanted, turn, services),
};

async function nameOwner(wanted: OwnerWanted, turn: Turn, services: BotServices): Promise<CardContent> {
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return noConnection();
  const person = wanted.person === undefined ? undefined : turn.people.find(({ name }) => name === wanted.person);
  if (wanted.person !== undefined && !person) {
    return refuse({ key: 'mention-unknown', facts: { name: short(wanted.person) } });
  }
  const refusal = await refused(wanted, connection.id, turn, services);
  if (refusal) return refuse(refusal);
  const found = await findObject(wanted, connection.id, services);
  if ('refusal' in found) return refuse(found.refusal);
  const object = { kind: wanted.kind, id: found.id, name: found.name };
  return store({ ...wanted, object, person, connectionId: connection.id }, turn, services);
}

/** One who may not name owners is told so before anything is looked up. */
async function refused(
  wanted: OwnerWanted,
  connectionId: string,
  turn: Turn,
  services: BotServices,
): Promise<Refusal | undefined> {
  const line = (domain: string) => printOwner({ ...wanted, email: `ann@${domain}` });
  if (wanted.email !== undefined) {
    return refusedMail([wanted.email], line, 'owners', connectionId, turn, services);
  }
  return (await isOperator(connectionId, turn, services))
    ? undefined
    : { key: 'owner-operators', suggestions: ['owners'] };
}

async function findObject(
  wanted: OwnerWanted,
  connectionId: string,
  services: BotServices,
): Promise<{ id: string; name: string } | { refusal: Refusal }> {
  const all = await candidatesOf(wanted.kind, connectionId, services);
  const match = matchName(wanted.target, all);
  if ('found' in match) return match.found;
  const several = 'several' in match ? match.several : match.nearest;
  const facts = { text: short(wanted.target), count: several.length };
  // A button does not carry who is mentioned.
  const suggestions =
    wanted.person === undefined ? several.slice(0, 6).map((one) => printOwner({ ...wanted, target: one.name })) : [];
  const [one] = all;
  const shown = one && suggestions.length === 0 ? { example: printOwner({ ...wanted, target: one.name }) } : {};
  const key = `${wanted.kind}-${'several' in match ? 'ambiguous' : 'unknown'}`;
  return { refusal: { key, facts, suggestions, ...shown } };
}

function candidatesOf(kind: OwnedKind, connectionId: string, services: BotServices): Promise<Candidate[]> {
  const read = { source: sourcesOf, segment: segmentsOf, measure: measuresOf }[kind];
  return read(connectionId, services);
}

async function store(
  named: { object: Owner['object']; person: Person | undefined; email?: string; connectionId: string },
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const { object, person, email, connectionId } = named;
  const { tenantId } = turn.conversation;
  const { name } = object;
  const facts = { connection: connectionId, object: `${object.kind}/${object.id}` };
  if (!person && email === undefined) {
    const was = await services.store.removeOwner({ connectionId, tenantId, object });
    if (was) await audit(turn, 'owner', { ...facts, owner: 'none' }, services);
    return { situation: 'done', key: was ? 'owner-removed' : 'owner-none', facts: { name } };
  }
  await services.store.saveOwner({
    v: 1,
    connectionId,
    tenantId,
    object,
    ...(person ? { person } : {}),
    ...(email === undefined ? {} : { email }),
    setBy: turn.person,
    setAtMs: services.clock.now(),
  });
  const who = [person?.name, email].filter((one) => one !== undefined).join(', ');
  const id = person?.aadObjectId ?? person?.id;
  await audit(turn, 'owner', { ...facts, ...(id ? { owner: id } : {}), ...(email ? { email } : {}) }, services);
  return { situation: 'done', key: 'owner-set', facts: { name, who } };
}
