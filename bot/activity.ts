import { z } from 'zod';

/** Teams leaves fields out, sends null, or sends what a newer client invented: all of it reads as absent. */
function lenient<T extends z.ZodType>(schema: T) {
  return schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);
}

const id = z.string().min(1).max(1000);
const label = z.string().max(1000);
const account = z.looseObject({ id, name: lenient(label), aadObjectId: lenient(label) });
const named = z.looseObject({ id, name: lenient(label), type: lenient(label) });

const mention = z.looseObject({ type: z.literal('mention'), mentioned: account, text: lenient(label) });
const clientInfo = z.looseObject({
  type: z.literal('clientInfo'),
  locale: lenient(label),
  timezone: lenient(label),
});

/** What the bot reads of an activity (Teams reference 1.1). Anything else in it is ignored. */
const activity = z.looseObject({
  type: z.string().min(1).max(100),
  id: lenient(id),
  name: lenient(label),
  text: lenient(z.string()),
  value: z.unknown().optional(),
  action: lenient(label),
  channelId: lenient(label),
  serviceUrl: z.string().min(1).max(2000),
  from: lenient(account),
  recipient: lenient(account),
  conversation: z.looseObject({
    id,
    name: lenient(label),
    conversationType: lenient(z.enum(['personal', 'groupChat', 'channel'])),
    tenantId: lenient(id),
  }),
  entities: lenient(z.array(z.unknown()).max(1000)),
  membersAdded: lenient(z.array(account).max(1000)),
  membersRemoved: lenient(z.array(account).max(1000)),
  channelData: lenient(
    z.looseObject({
      eventType: lenient(label),
      tenant: lenient(z.looseObject({ id })),
      team: lenient(named),
      channel: lenient(named),
      source: lenient(z.looseObject({ name: lenient(label) })),
    }),
  ),
});

export type InboundActivity = z.infer<typeof activity>;
export type Mention = z.infer<typeof mention>;

/** Undefined when it is no activity that could be answered: no type, conversation or service URL. */
export function readActivity(body: unknown): InboundActivity | undefined {
  const result = activity.safeParse(body);
  return result.success ? result.data : undefined;
}

export function mentionsOf(given: InboundActivity): Mention[] {
  return (given.entities ?? []).flatMap((entity) => {
    const result = mention.safeParse(entity);
    return result.success ? [result.data] : [];
  });
}

/** Language and zone of the acting person's client, where it tells them. */
export function clientOf(given: InboundActivity): { locale?: string; timeZone?: string } {
  for (const entity of given.entities ?? []) {
    const result = clientInfo.safeParse(entity);
    if (!result.success) continue;
    const { locale, timezone } = result.data;
    return { ...(locale ? { locale } : {}), ...(timezone ? { timeZone: timezone } : {}) };
  }
  return {};
}

/** Standard unless Teams says otherwise. */
export function channelTypeOf(given: InboundActivity): 'standard' | 'private' | 'shared' {
  const type = given.channelData?.channel?.type?.toLowerCase();
  return type === 'private' || type === 'shared' ? type : 'standard';
}

/** The body names the tenant twice; where both are there they are expected to agree (Teams reference 6.3). */
export function tenantsOf(given: InboundActivity): string[] {
  const named = [given.channelData?.tenant?.id, given.conversation.tenantId];
  return [...new Set(named.flatMap((tenant) => (tenant === undefined ? [] : [tenant.toLowerCase()])))];
}
