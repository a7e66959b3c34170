import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A page that frames a tab and speaks as much of Teams' protocol as the library needs. What is in its address: `page`
 * (the tab's address), `theme`, `locale`, `channel`, `token`, `frame` (content or settings). It keeps what the tab said in `said`.
 */
export const hostPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><style>html,body{margin:0;height:100%}iframe{width:100%;height:100%;border:0;display:block}</style></head><body><script>
const asked = new URLSearchParams(location.search);
const frame = document.createElement('iframe');
frame.title = 'Tab';
window.said = [];
const context = {
  locale: asked.get('locale') ?? 'en-gb',
  theme: asked.get('theme') ?? 'default',
  entityId: asked.get('entity') ?? 'board',
  frameContext: asked.get('frame') ?? 'content',
  userObjectId: 'u',
  tid: 't',
  hostName: 'Teams',
  hostClientType: 'web',
  ...(asked.get('channel') ? { channelId: asked.get('channel'), channelName: 'Data alerts' } : {}),
};
window.answers = {
  initialize: () => [context.frameContext, 'web', JSON.stringify({ apiVersion: 4, supports: { pages: { config: {} } } }), '2.58.0'],
  getContext: () => [context],
  'settings.getSettings': () => [{ entityId: asked.get('entity') ?? '' }],
  'settings.setSettings': () => [true],
  'authentication.getAuthToken': () => [true, asked.get('token') ?? 'token-' + window.said.filter(({ func }) => func === 'authentication.getAuthToken').length],
};
window.tell = (func, args = []) => frame.contentWindow.postMessage({ func, args }, '*');
addEventListener('message', ({ source, data }) => {
  if (source !== frame.contentWindow || !data || !data.func) return;
  window.said.push({ func: data.func, args: data.args });
  const answer = window.answers[data.func];
  if (answer) source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: answer(data) }, '*');
});
frame.src = asked.get('page');
document.body.append(frame);
</script></body></html>`;

export interface HostServer {
  origin: string;
  stop(): Promise<void>;
}

/** Serves the host page alone, from an origin of its own, as Teams is one. */
export async function startHost(): Promise<HostServer> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(hostPage);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
