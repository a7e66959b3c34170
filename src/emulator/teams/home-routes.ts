import { z } from 'zod';
import type { DeskControl } from './desk-control.js';

/** Takes keys without a value away: absent and undefined are not the same to the rest of the program. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}

const where = z.object({
  conversationId: z.string(),
  thread: z.string().optional(),
  from: z.string().optional(),
});
const search = where.extend({
  commandId: z.string(),
  text: z.string().optional(),
  initialRun: z.boolean().optional(),
  skip: z.number().int().min(0).optional(),
  count: z.number().int().min(1).optional(),
});
const select = where.extend({ value: z.unknown() });
const link = where.extend({ url: z.string() });
const form = where.extend({ commandId: z.string(), messageId: z.string().optional() });
const settings = z.object({
  entityId: z.string().optional(),
  contentUrl: z.string(),
  websiteUrl: z.string().optional(),
  suggestedDisplayName: z.string().optional(),
});
const tabAdd = z.object({ conversationId: z.string(), settings });
const tabChange = z.union([z.object({ id: z.string(), settings }), z.object({ id: z.string(), name: z.string() })]);
const token = z.object({ from: z.string().optional(), claims: z.record(z.string(), z.unknown()).optional() });

function placeOf({ conversationId, thread, from }: z.infer<typeof where>) {
  return defined({ conversationId, thread, from });
}

type Handler = (context: { control: DeskControl }, body: unknown, query: URLSearchParams) => unknown;

/** Control of what an app brings beside its bot: extension, tabs, tokens. */
export const homeHandlers: Record<string, Handler> = {
  'POST search': ({ control }, body) => {
    const { commandId, text, initialRun, skip, count, ...place } = search.parse(body);
    return control.extension.query(placeOf(place), { commandId, ...defined({ text, initialRun, skip, count }) });
  },
  'POST select': ({ control }, body) => {
    const { value, ...place } = select.parse(body);
    return control.extension.select(placeOf(place), value);
  },
  'POST link': ({ control }, body) => {
    const { url, ...place } = link.parse(body);
    return control.extension.unfurl(placeOf(place), url);
  },
  'POST form': ({ control }, body) => {
    const { commandId, messageId, ...place } = form.parse(body);
    return control.extension.openForm(placeOf(place), commandId, messageId);
  },
  'GET tabs': ({ control }, _body, query) => control.tabs.all(query.get('conversationId') ?? undefined),
  'POST tabs': ({ control }, body) => {
    const wanted = tabAdd.parse(body);
    return control.tabs.add(wanted.conversationId, wanted.settings);
  },
  'POST tab': ({ control }, body) => {
    const wanted = tabChange.parse(body);
    return 'name' in wanted
      ? control.tabs.rename(wanted.id, wanted.name)
      : control.tabs.change(wanted.id, wanted.settings);
  },
  'POST tab-removal': ({ control }, body) => {
    control.tabs.remove(z.object({ id: z.string() }).parse(body).id);
    return {};
  },
  'POST token': async ({ control }, body) => ({ token: await control.token(defined(token.parse(body ?? {}))) }),
};
