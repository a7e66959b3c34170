import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.js';
import { asHeraldError } from '../../base/errors.js';
import { readBotActivity } from './bot-activity.js';
import { readMembers, readTeam } from './connector-reads.js';
import {
  activityNotFound,
  badSyntax,
  busy,
  conversationNotFound,
  forbidden,
  type Reply,
  refused,
  throttled,
  tooBig,
} from './connector-reply.js';
import { findRoute, type Route } from './connector-route.js';
import { create, post, remove, type Tenant, threadOf, update } from './connector-writes.js';
import type { Faults, Operation, Trouble } from './faults.js';
import { parseJson, readBody, sendJson } from './http.js';
import { ArrivalCounter, type Limits } from './limits.js';
import type { Place } from './world.js';

/** One request of the bot, as it arrived and as it was answered. */
export interface ConnectorRequest {
  atMs: number;
  method: string;
  /** Below `serviceUrl`, with the query. */
  path: string;
  /** Absent for a path that is no operation. */
  operation?: Operation;
  /** Plain conversation id. */
  conversationId?: string;
  /** 0 while there is no answer, and for ever where there was none. */
  status: number;
  retryAfterSeconds?: number;
  /** The scripted fault this request met. */
  fault?: Trouble['kind'];
  /** Whether it changed anything in the tenant. */
  delivered: boolean;
  body?: unknown;
}

const writes: readonly Operation[] = ['send', 'reply', 'update', 'delete'];

/** The Bot Connector service of the pretended tenant: routes, limits, faults, and a record of every request. */
export class Connector {
  readonly requests: ConnectorRequest[] = [];
  private readonly counter: ArrivalCounter;
  private readonly underWay = new Set<string>();

  constructor(
    private readonly tenant: Tenant,
    private readonly limits: Limits,
    private readonly faults: Faults,
    private readonly clock: Clock,
  ) {
    this.counter = new ArrivalCounter(clock);
  }

  /** Answers one request; `path` is what follows the service URL. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const method = request.method ?? 'GET';
    const route = findRoute(method, path);
    const place = route?.conversationId === undefined ? undefined : this.tenant.world.place(route.conversationId);
    const record: ConnectorRequest = { atMs: this.clock.now(), method, path, status: 0, delivered: false };
    this.requests.push(record);
    if (route) record.operation = route.operation;
    if (place) record.conversationId = place.id;
    const overlapping = !!route && !!place && this.enter(route, place, response);

    let text: string;
    try {
      text = await readBody(request);
    } catch (error) {
      if (asHeraldError(error).status === 413) this.answer(response, record, tooBig);
      return;
    }
    const body = text === '' ? undefined : parseJson(text);
    if (body !== undefined) record.body = body;
    if (!route) {
      this.answer(response, record, refused(404, 'NotFound', 'No such operation.'));
      return;
    }
    const trouble = this.faults.take(route.operation, place?.id);
    if (trouble) record.fault = trouble.kind;
    const perform = (): Reply => {
      if (overlapping) return busy;
      if (text.length * 2 > this.limits.activityBytes) return tooBig;
      return this.perform(route, place, body, record);
    };
    await this.meet(trouble, perform, request, response, record);
  }

  /** True when another write on the conversation is under way; else this one is, until its answer has gone out. */
  private enter(route: Route, place: Place, response: ServerResponse): boolean {
    if (!this.limits.oneAtATime || !writes.includes(route.operation)) return false;
    if (this.underWay.has(place.id)) return true;
    this.underWay.add(place.id);
    // Once: the second of the two events may come when the next request has already entered.
    let inside = true;
    const leave = () => {
      if (inside) this.underWay.delete(place.id);
      inside = false;
    };
    response.once('finish', leave);
    response.once('close', leave);
    return false;
  }

  private async meet(
    trouble: Trouble | undefined,
    perform: () => Reply,
    request: IncomingMessage,
    response: ServerResponse,
    record: ConnectorRequest,
  ): Promise<void> {
    if (!trouble) {
      this.answer(response, record, perform());
    } else if (trouble.kind === 'slow') {
      const reply = perform();
      await this.clock.sleep(trouble.ms);
      this.answer(response, record, reply);
    } else if (isBroken(trouble)) {
      if (trouble.delivered) perform();
      if (trouble.kind === 'reset') request.socket.resetAndDestroy();
      else if (trouble.kind !== 'hang')
        this.answer(response, record, refused(Number(trouble.kind), 'ServiceError', 'Bad gateway.'));
    } else {
      this.answer(response, record, plainTrouble(trouble));
    }
  }

  private perform(route: Route, place: Place | undefined, body: unknown, record: ConnectorRequest): Reply {
    const wait = this.count(route, place, body);
    if (wait > 0) return throttled(Math.ceil(wait / 1000));
    const reply = this.operate(route, place, body);
    record.delivered = reply.status < 300 && route.operation !== 'members' && route.operation !== 'team';
    return reply;
  }

  private operate(route: Route, place: Place | undefined, body: unknown): Reply {
    const { tenant } = this;
    if (route.operation === 'team') return readTeam(tenant.world, route);
    if (route.operation === 'create') return create(tenant, body);
    if (!place) return conversationNotFound;
    if (!place.installed) return forbidden('BotNotInConversationRoster');
    if (route.operation === 'members') return readMembers(tenant.world, place, route);
    if (route.operation === 'delete') return remove(tenant, place, route.activityId ?? '');
    if (body === undefined) return badSyntax('The body is no JSON.');
    if (route.operation === 'update') {
      return route.activityId ? update(tenant, place, route.activityId, body) : activityNotFound;
    }
    return post(tenant, place, threadOf(route.conversationId ?? ''), body);
  }

  /** Milliseconds to wait until the request fits into the limits; a split message costs one for each part. */
  private count(route: Route, place: Place | undefined, body: unknown): number {
    const { sends, creates, members, tenant } = this.limits;
    const all = { key: 'tenant', rates: tenant };
    const thread = place?.id ?? '';
    if (route.operation === 'team') return this.counter.take([all]);
    if (route.operation === 'create') return this.counter.take([all, { key: 'create', rates: creates }]);
    if (route.operation === 'members') return this.counter.take([all, { key: `members ${thread}`, rates: members }]);
    const activity = route.operation === 'delete' ? undefined : readBotActivity(body);
    const cost = activity?.kind === 'message' ? activity.parts.length : 1;
    return this.counter.take([all, { key: `sends ${thread}`, rates: sends }], cost);
  }

  private answer(response: ServerResponse, record: ConnectorRequest, reply: Reply): void {
    record.status = reply.status;
    const { retryAfterSeconds } = reply;
    if (retryAfterSeconds !== undefined) record.retryAfterSeconds = retryAfterSeconds;
    sendJson(
      response,
      reply.status,
      reply.body,
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    );
  }
}

type Broken = Extract<Trouble, { delivered?: boolean }>;

function isBroken(trouble: Trouble): trouble is Broken {
  return ['502', '503', '504', 'hang', 'reset'].includes(trouble.kind);
}

function plainTrouble(trouble: Exclude<Trouble, Broken | { kind: 'slow' }>): Reply {
  switch (trouble.kind) {
    case '429':
      return throttled(trouble.retryAfterSeconds);
    case '412':
      return busy;
    case '403':
      return forbidden(trouble.code);
    case '404':
      return trouble.code === 'ConversationNotFound' ? conversationNotFound : activityNotFound;
    case '401':
      return refused(401, 'BotNotRegistered', 'No registered bot was found.');
    case '500':
      return refused(500, 'ServiceError', 'Internal server error.');
  }
}
