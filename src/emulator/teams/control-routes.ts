import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Tenant } from './connector-writes.js';
import type { DeskControl } from './desk-control.js';
import { faultSchema } from './fault-schema.js';
import { defined, homeHandlers } from './home-routes.js';
import { parseJson, readBody, sendJson } from './http.js';
import type { DemoPanel } from './panel.js';

interface Context {
  control: DeskControl;
  tenant: Tenant;
  panel?: DemoPanel | undefined;
}

const place = z.object({ conversationId: z.string(), from: z.string().optional() });
const say = place.extend({
  text: z.string(),
  thread: z.string().optional(),
  mention: z.boolean().optional(),
  activityId: z.string().optional(),
  card: z.unknown().optional(),
});
const choice = z.object({
  verb: z.string().optional(),
  title: z.string().optional(),
  index: z.number().optional(),
  inputs: z.record(z.string(), z.string()).optional(),
  from: z.string().optional(),
});
const press = z.object({
  type: z.enum(['Action.Execute', 'Action.Submit']),
  title: z.string(),
  id: z.string().optional(),
  verb: z.string().optional(),
  data: z.unknown(),
});
const bodies = {
  press: z.union([
    z.object({ messageId: z.string(), press, from: z.string().optional() }),
    choice.extend({ messageId: z.string() }),
  ]),
  dialog: z.union([z.object({ dialogId: z.string(), data: z.unknown() }), choice.extend({ dialogId: z.string() })]),
  file: z.object({ messageId: z.string(), action: z.enum(['accept', 'decline']), from: z.string().optional() }),
  bot: z.object({ url: z.url({ protocol: /^https?$/ }) }),
  panel: z.object({ action: z.string(), value: z.string().optional() }),
};

type Handler = (context: Context, body: unknown, query: URLSearchParams) => unknown;

const handlers: Record<string, Handler> = {
  ...homeHandlers,
  'GET state': ({ control, tenant, panel }) => ({
    tenantId: tenant.world.tenantId,
    me: control.me,
    bot: control.bot,
    members: control.members(),
    conversations: control.conversations(),
    messages: control.messages(),
    tabs: control.tabs.all(),
    app: control.extension.app,
    hasPanel: panel !== undefined,
  }),
  'GET conversations': ({ control }) => control.conversations(),
  'GET messages': ({ control }, _body, query) => control.messages(query.get('conversationId') ?? undefined),
  'GET requests': ({ control }) => control.requests(),
  'GET panel': ({ panel }) => panel?.state(),
  'POST panel': async ({ panel }, body) => {
    const { action, value } = bodies.panel.parse(body);
    return { said: await panel?.act(action, value) };
  },
  'POST say': ({ control }, body) => {
    const { conversationId, text, ...options } = say.parse(body);
    return control.say(conversationId, text, defined(options));
  },
  'POST press': ({ control }, body) => {
    const wanted = bodies.press.parse(body);
    if ('press' in wanted) return control.pressed(wanted.messageId, wanted.press, wanted.from);
    const { messageId, ...which } = wanted;
    return control.press(messageId, defined(which));
  },
  'POST dialog': ({ control }, body) => {
    const wanted = bodies.dialog.parse(body);
    if ('data' in wanted) return control.dialogSubmitted(wanted.dialogId, wanted.data);
    const { dialogId, ...which } = wanted;
    return control.submitDialog(dialogId, defined(which));
  },
  'GET files': ({ control }) =>
    control.files().map(({ name, uniqueId, bytes }) => ({ name, uniqueId, size: bytes.length })),
  'POST file': ({ control }, body) => {
    const { messageId, action, ...options } = bodies.file.parse(body);
    return control.answerFile(messageId, action, defined(options));
  },
  'POST install': ({ control }, body) => {
    const { conversationId, ...options } = place.parse(body);
    return control.install(conversationId, defined(options));
  },
  'POST uninstall': ({ control }, body) => {
    const { conversationId, ...options } = place.parse(body);
    return control.uninstall(conversationId, defined(options));
  },
  'POST activity': ({ control }, body) => control.sendActivity(body),
  'POST bot': ({ control }, body) => {
    control.setBotUrl(bodies.bot.parse(body).url);
    return {};
  },
  'POST fault': ({ control }, body) => {
    control.fault(faultSchema.parse(body));
    return {};
  },
  'DELETE faults': ({ control }) => {
    control.clearFaults();
    return {};
  },
};

/** Answers `/_control/<name>`: what `TeamsControl` does, over HTTP. Bad requests get 400 and `{error}`. */
export async function handleControl(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): Promise<void> {
  const handler = handlers[`${request.method ?? 'GET'} ${name}`];
  if (!handler) {
    sendJson(response, 404, { error: 'no such control' });
    return;
  }
  try {
    const text = request.method === 'POST' ? await readBody(request) : '';
    const result = await handler(context, parseJson(text), query);
    sendJson(response, result === undefined ? 204 : 200, result);
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error;
    sendJson(response, 400, { error: String(reason) });
  }
}

/** Streams what happens as server-sent events until the page goes away. */
export function streamEvents(tenant: Tenant, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\n');
  const stop = tenant.events.on((event) => {
    const shown = event.type === 'places' ? { ...event, conversations: tenant.world.all() } : event;
    response.write(`data: ${JSON.stringify(shown)}\n\n`);
  });
  response.once('close', stop);
}
