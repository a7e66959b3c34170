import { HeraldError } from '../base/errors.js';
import type { HttpReply, HttpRequest, Route } from '../server/route.js';
import type { Access, Viewer } from './access.js';
import { createLook, placeOf } from './board/board.js';
import { objectsOf } from './board/values.js';
import type { Configurations } from './configurations.js';
import type { TabSession } from './contract.js';
import { answering, assertOwnOrigin, parsed } from './http.js';
import { paths } from './paths.js';
import { editSchema, ownSchema, saveConfigurationSchema, snoozeSchema } from './requests.js';
import type { TabServices } from './services.js';
import type { Streams, Watched } from './stream.js';
import { type Asked, askedOf, viewOf } from './view.js';
import type { Writes } from './writes.js';

interface Parts {
  access: Access;
  configurations: Configurations;
  writes: Writes;
  streams: Streams;
}

export function apiRoutes({ access, configurations, writes, streams }: Parts, services: TabServices): Route[] {
  /** Who asks is known before anything else is looked at. */
  const get = (path: string, handle: (viewer: Viewer, request: HttpRequest) => Promise<HttpReply>): Route => ({
    method: 'GET',
    path,
    handle: answering(async (request) => handle(await access.viewer(request.headers), request), services),
  });
  const post = (path: string, handle: (viewer: Viewer, body: unknown) => Promise<HttpReply>): Route => ({
    method: 'POST',
    path,
    body: 'json',
    handle: answering(async (request) => {
      assertOwnOrigin(request, services);
      const viewer = await access.viewer(request.headers);
      if (viewer.kind === 'anyone') throw new HeraldError('read-only');
      return handle(viewer, request.body);
    }, services),
  });

  async function watchedBy(asked: Asked, viewer: Viewer): Promise<Watched> {
    const view = await viewOf(asked, viewer, access, services);
    const { connection, conversations, shows, objects } = view;
    const key = JSON.stringify([connection.id, conversations.map((one) => one.key), shows, objects]);
    return { key, look: createLook(view, services) };
  }

  return [
    get(paths.session, async (viewer, { query }) => ok(await sessionOf(viewer, askedOf(query), access, services))),
    get(paths.boardData, async (viewer, { query }) => ok(await (await watchedBy(askedOf(query), viewer)).look())),
    get(paths.configuration, async (viewer, { query }) => {
      const { entity, conversation } = askedOf(query);
      if (entity === undefined || conversation === undefined) throw new HeraldError('request-invalid');
      return ok(await configurations.read(entity, conversation, viewer));
    }),
    get(paths.stream, async (viewer, { query }) => {
      const person = viewer.kind === 'anyone' ? 'anyone' : `${viewer.tenantId}/${viewer.objectId}`;
      const leave = streams.enter(person);
      try {
        const asked = askedOf(query);
        const watched = await watchedBy(asked, viewer);
        const until = viewer.kind === 'anyone' ? {} : { untilMs: viewer.untilMs };
        const watcher = { person, ...until, watched: () => watchedBy(asked, viewer) };
        return {
          status: 200,
          contentType: 'application/x-ndjson; charset=utf-8',
          headers: { 'X-Accel-Buffering': 'no' },
          stream: (out) => streams.add(watcher, watched, out, leave),
        };
      } catch (error) {
        leave();
        throw error;
      }
    }),
    get(paths.galleryCards, async (_viewer, { query }) => ok(await services.gallery(query.get('locale') ?? 'en'))),
    post(paths.configuration, async (viewer, body) => {
      const { made, saved } = await configurations.save(parsed(body, saveConfigurationSchema), viewer);
      return { status: made ? 201 : 200, json: saved };
    }),
    post(paths.edit, async (viewer, body) => ok(await writes.edit(parsed(body, editSchema), viewer))),
    post(paths.snooze, async (viewer, body) => ok(await writes.snooze(parsed(body, snoozeSchema), viewer))),
    post(paths.resume, async (viewer, body) => ok(await writes.resume(parsed(body, ownSchema), viewer))),
    post(paths.remove, async (viewer, body) => ok(await writes.remove(parsed(body, ownSchema), viewer))),
  ];
}

const ok = (json: unknown): HttpReply => ({ status: 200, json });

async function sessionOf(
  viewer: Viewer,
  { conversation }: Asked,
  access: Access,
  services: TabServices,
): Promise<TabSession> {
  const { seats, more } =
    conversation === undefined
      ? await access.everywhere(viewer)
      : { seats: [await access.in(viewer, conversation)], more: false };
  const usable = access.connections(viewer);
  const isOperator = (id: string) =>
    viewer.kind === 'person' &&
    services.isKnownOperator({ id: '', aadObjectId: viewer.objectId, name: viewer.name }, id);
  return {
    mode: viewer.kind === 'anyone' ? 'read-only' : 'signed-in',
    ...(viewer.kind === 'anyone'
      ? {}
      : { person: { name: viewer.name, operator: usable.some((one) => isOperator(one.id)) } }),
    conversations: seats.map((one) => placeOf(one.conversation, usable, services)),
    more,
    connections: usable.map(({ id, name }) => ({ id, name })),
    defaults: services.defaults,
    objects: Object.fromEntries(usable.map(({ id }) => [id, objectsOf(services.connections.reading(id))])),
  };
}
