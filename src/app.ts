import { createBot } from '../bot/index.js';
import type { HostServices } from '../bot/services.js';
import { createBudgets } from './app/budgets.js';
import { type ConnectionRuntime, openConnection } from './app/connection-runtime.js';
import { createGoneNotice } from './app/gone-notice.js';
import { tellInterrupted } from './app/interrupted.js';
import { openMail } from './app/mail.js';
import { createMemory } from './app/memory.js';
import { createMessageRenderer } from './app/message-renderer.js';
import { createMetrics, serveMetrics } from './app/metrics.js';
import { prunePeriodically } from './app/pruning.js';
import { createRoles } from './app/roles.js';
import { statusOf } from './app/status.js';
import { openTabs } from './app/tabs.js';
import { botAuth, createTeamsSender } from './app/teams.js';
import { warmUp } from './app/warm-up.js';
import type { Clock } from './base/clock.js';
import { HeraldError } from './base/errors.js';
import type { Log } from './base/log.js';
import type { Config } from './config/config.js';
import { createAnswers } from './delivery/answer.js';
import { renderCard } from './delivery/cards.js';
import { createFileUpload } from './delivery/file-upload.js';
import { createOutbox } from './delivery/outbox.js';
import { createPersonalChats } from './delivery/personal-chats.js';
import type { BudgetView } from './insights/port.js';
import { mayUse } from './model/connection.js';
import type { StoreNote } from './model/store-note.js';
import type { Subscription } from './model/subscription.js';
import { createRunFollower } from './runs/follower.js';
import { createServer } from './server.js';
import { createPartitionReader } from './storage/partition.js';
import { createFileStore } from './store/file-store.js';

export interface App {
  /** Resolves when requests are served and polling has begun. Throws coded errors; what was opened is closed again. */
  start(): Promise<void>;
  /** Ends in the reverse order of the start. Nothing that is owed is lost. Safe to call twice. */
  stop(): Promise<void>;
  address(): { host: string; port: number };
  budget(connectionId: string): BudgetView;
  subscriptions(connectionId: string): Promise<Subscription[]>;
  /** Requests sent to Teams since the start. */
  attempts(): number;
}

export interface AppDeps {
  clock: Clock;
  log: Log;
  /** For the demo and tests alone: storage hosts of this machine, and the certificate authority that vouches for them. */
  storage?: { hosts: readonly string[]; ca: string };
}

/** Builds and connects everything: configuration in, a running product out. */
export function createApp(config: Config, { clock, log, storage }: AppDeps): App {
  const { values } = config;
  const local = values.HERALD_LOCAL;
  const host = local ? '127.0.0.1' : '0.0.0.0';
  const store = createFileStore({ dataDir: values.DATA_DIR, clock, log });
  const render = createMessageRenderer({ store, clock, config });
  const sender = createTeamsSender(config, clock);
  /** Conversations that are gone and about which nobody could be told; one that comes back is no trouble any more. */
  const untold = new Set<string>();
  const outbox = createOutbox({
    store,
    sender,
    clock,
    log,
    tenantRps: values.TEAMS_RPS,
    render,
    onGone: async (key, reason) => {
      if (!(await tellGone(key, reason))) untold.add(key);
    },
  });
  const mail = openMail(config.mail, { store, clock, log, config });
  /** Posts and mails go their own ways; whoever owes something does not know which. */
  const wake = () => {
    outbox.wake();
    mail.wake();
  };
  const answers = createAnswers({ store, outbox, clock });
  const tellGone = createGoneNotice({ store, log, fallback: values.FALLBACK_CONVERSATION, answer: answers.answer });
  const runtimes: ConnectionRuntime[] = [];
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const notes: StoreNote[] = [];

  function runtime(connectionId: string): ConnectionRuntime {
    const found = runtimes.find((one) => one.config.id === connectionId);
    if (!found) throw new HeraldError('internal', { message: `no connection ${connectionId}` });
    return found;
  }

  const follower = createRunFollower({ store, edit: answers.edit, clock, log });
  const roles = createRoles({ operators: values.OPERATORS, client: (id) => runtime(id).client, clock, log });
  const services: HostServices = {
    ...createMemory(clock),
    store,
    answers: {
      answer: answers.answer,
      edit: async (messageId, content, connectionId) => {
        await answers.edit(messageId, content, connectionId);
      },
    },
    allConnections: {
      visible: (tenantId) => config.connections.filter((one) => mayUse(one, tenantId)),
      reading: (id) => runtime(id).poller.reading(),
      client: (id) => runtime(id).client,
      status: (id) => statusOf(runtime(id), { notes, rolesForbidden: roles.areForbidden(id) }),
      entities: (id, call) => runtime(id).metadata(call),
      pollSoon: (id) => runtime(id).poller.pollSoon(),
    },
    render: renderCard,
    shown: async (messageId) => {
      const message = await store.message(messageId);
      const shown = message && (await render(message));
      return shown && 'activity' in shown ? shown.activity.attachments[0]?.content : undefined;
    },
    acknowledgedForMs: values.ACKNOWLEDGED_HOURS * 3_600_000,
    revive: (key) => {
      untold.delete(key);
      return outbox.revive(key);
    },
    wake: () => {
      wake();
      for (const one of runtimes) one.ticker.wake();
    },
    clock,
    log,
    defaults: { locale: values.DEFAULT_LOCALE, timeZone: values.DEFAULT_TIME_ZONE },
    ...(config.mail ? { mailDomains: config.mail.domains } : {}),
    ...(values.LINK_PATTERNS ? { linkPatterns: values.LINK_PATTERNS } : {}),
    personalChat: createPersonalChats({ store, outbox, clock }).with,
    upload: createFileUpload({ local, clock }),
    roles,
    partitions: createPartitionReader({
      hosts: values.STORAGE_HOSTS,
      clock,
      log,
      ...(storage ? { own: storage } : {}),
    }),
    followed: follower,
    showsPersonalData: ({ type, id, key }) =>
      type === 'personal' || values.PERSONAL_DATA_CHANNELS.some((one) => one === id || one === key),
  };

  const bot = createBot({
    services,
    auth: botAuth(values),
    local,
    allowedTenants: config.allowedTenants,
  });

  const tabs = openTabs(config, services, sender);

  const server = createServer({
    host,
    port: values.PORT,
    routes: [...bot.routes, ...tabs.routes],
    ready: () => [
      ...(outbox.stats().unauthorizedSinceMs === undefined ? [] : ['teams-unauthorized']),
      ...(untold.size > 0 ? ['conversation-gone-nobody-told'] : []),
    ],
    local,
    log,
  });

  async function open(): Promise<void> {
    notes.push(...(await store.open()).notes);
    closers.push(() => store.close());
    for (const note of notes) log.warn({ note }, 'the store was opened with a note');
    const budgets = createBudgets({ clock, grants: store.grants });
    closers.push(() => budgets.close());
    for (const one of config.connections) {
      const all = () => runtimes;
      runtimes.push(await openConnection(one, { store, clock, log, values, budgets, follower, all, wake }));
    }
    const stopping = new AbortController();
    closers.push(() => stopping.abort());
    void prunePeriodically(store, clock, log, stopping.signal);
    await tellInterrupted({ store, answers, log });
    await outbox.start();
    closers.push(() => outbox.stop());
    await mail.start();
    closers.push(() => mail.stop());
    const stopWatching = () => Promise.all(runtimes.flatMap((one) => [one.ticker.stop(), one.poller.stop()]));
    closers.push(stopWatching);
    for (const one of runtimes) {
      one.ticker.start();
      one.poller.start();
    }
    const registry = createMetrics({
      connections: runtimes,
      store,
      attempts: () => outbox.stats().attempts,
      now: () => clock.now(),
    });
    const metrics = await serveMetrics(registry, values.METRICS_PORT);
    closers.push(() => new Promise((resolve) => metrics.close(resolve)));
    const { locale, timeZone } = services.defaults;
    warmUp(renderCard, { locale, timeZone, nowMs: clock.now() }, log);
    await server.start();
    closers.push(() => server.stop());
    closers.push(() => bot.idle());
    closers.push(() => tabs.stop());
    // Nobody who waits for a call holds up the end: the pollers first, to whom a closed budget would be a failure.
    closers.push(() => stopWatching().then(() => budgets.close()));
    closers.push(() => services.files.clear());
    closers.push(() => services.writes.clear());
    closers.push(() => services.gatherings.stop());
  }

  async function close(): Promise<void> {
    for (const undo of closers.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        log.error({ err: error }, 'could not stop a part');
      }
    }
  }

  return {
    async start() {
      try {
        await open();
      } catch (error) {
        await close();
        throw error;
      }
    },
    stop: close,
    address() {
      const address = server.address();
      if (!address) throw new HeraldError('internal', { message: 'the server does not listen' });
      return address;
    },
    budget: (connectionId) => runtime(connectionId).client.budget(),
    subscriptions: (connectionId) => store.subscriptions({ connectionId }),
    attempts: () => outbox.stats().attempts,
  };
}
