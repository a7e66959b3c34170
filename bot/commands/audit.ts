import { asHeraldError } from '../../src/base/errors.js';
import { csvWriter } from '../../src/delivery/csv.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { GatherEnd } from '../../src/model/content/gathering.js';
import { ask } from '../asking.js';
import { joined } from '../grammar/print.js';
import { failed, parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { offerFile } from '../offer-file.js';
import { operatorsOnly } from '../operators.js';
import type { BotServices } from '../services.js';
import { connectionOf, audit as note, type Turn } from '../turn.js';
import { noConnection, refuse } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface AuditCommand extends Command<'audit'> {
  days: number;
}

const defaultDays = 30;
/** What is kept. */
const mostDays = 400;
const mostRows = 50_000;
const dayMs = 86_400_000;
const columns = ['time', 'conversation', 'conversationId', 'actor', 'action', 'details'];

/** Who subscribed, acknowledged, snoozed, wrote and ran in this tenant, as a file for whoever asks. */
export const audit: CommandSpec<AuditCommand> = {
  name: 'audit',
  words: ['audit', 'audit log', 'аудит'],
  usage: 'audit [days]',
  descriptionKey: 'help.audit',
  examples: ['audit', 'audit 7'],
  read({ tokens }) {
    const text = nameOf(tokens).replace(/\s*(?:days?|күн)$/iu, '');
    if (text === '') return parsed({ name: 'audit', days: defaultDays });
    const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (days >= 1 && days <= mostDays) return parsed({ name: 'audit', days });
    const suggestions = ['audit 7', `audit ${defaultDays}`, `audit ${mostDays}`];
    return failed({ key: 'audit-days', facts: { text: short(text), most: mostDays }, example: 'audit 7', suggestions });
  },
  print: ({ days }) => joined('audit', days !== defaultDays && String(days)),
  run(command, turn, services) {
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return Promise.resolve(noConnection());
    const line = audit.print(command);
    return ask({ connectionId: connection.id, lane: 'chat', command: line }, turn, services, async ({ call }) => {
      const refused = await operatorsOnly(turn, connection.id, call, services);
      return refused ? refuse(refused) : exported(command.days, line, turn, services);
    });
  },
};

async function exported(days: number, line: string, turn: Turn, services: BotServices): Promise<CardContent> {
  const { store, clock } = services;
  const { tenantId } = turn.conversation;
  const records = await store.auditRecords({ tenantId, sinceMs: clock.now() - days * dayMs }, mostRows + 1);
  const ended = (end: GatherEnd): CardContent => ({
    situation: 'gathered',
    end,
    command: line,
    entity: 'audit',
    person: turn.person.name,
    rows: records.length,
  });
  if (records.length === 0) return ended('none');
  if (records.length > mostRows) return tooLarge(days);
  const names = new Map((await store.conversations()).map(({ key, name, team }) => [key, name ?? team?.name]));
  const csv = csvWriter(columns);
  const rows = records.map(({ atMs, conversationKey, actor, action, facts }) => ({
    time: new Date(atMs).toISOString(),
    conversation: names.get(conversationKey),
    conversationId: conversationKey.slice(tenantId.length + 1),
    actor,
    action,
    details: facts,
  }));
  const bytes = Buffer.from(csv.head() + csv.lines(rows));
  if (bytes.byteLength > services.files.limits.bytes / 5) return tooLarge(days);
  const conversationKey = await services.personalChat(turn.person, turn.conversation);
  if (conversationKey === undefined) return ended('no-chat');
  await note(turn, 'audit-export', { days: String(days), rows: String(records.length) }, services);
  const onExpired = async (messageId: string) => {
    try {
      await services.answers.edit(messageId, ended('expired'));
    } catch (thrown) {
      services.log.error({ err: asHeraldError(thrown) }, 'a card of an export could not be changed');
    }
  };
  await offerFile(
    { conversationKey, entity: 'audit', rows: records.length, bytes, command: line, onExpired },
    services,
  );
  return ended('offered');
}

function tooLarge(days: number): CardContent {
  const fewer = [...new Set([Math.max(1, Math.floor(days / 2)), 7, 1])].filter((one) => one < days);
  return refuse({
    key: 'audit-too-large',
    facts: { most: mostRows },
    suggestions: fewer.map((one) => `audit ${one}`),
  });
}
