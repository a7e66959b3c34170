import { dirname, join } from 'node:path';
import type { Clock } from '../base/clock.js';
import { asHeraldError, HeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { StoreNote } from '../model/store-note.js';
import { coldDataOf, emptyCold, loadCold, parseCold } from './cold-file.js';
import { commitFlow } from './connection-changes.js';
import { addSubscription, firstSight, removeOwner, saveConversation } from './conversation-changes.js';
import { beginAttempt, dropUnsent, endAttempt, enqueue, setDeliveryState } from './delivery-changes.js';
import { Document } from './document.js';
import { DurableFile } from './durable-file.js';
import { nodeFs, type StoreFs } from './fs.js';
import { GrantFile } from './grants.js';
import { GroupCommit } from './group-commit.js';
import { decisionKey, evaluationKey, History } from './history.js';
import { emptyHot, hotDataOf, loadHot, parseHot } from './hot-file.js';
import { lockDirectory } from './lock.js';
import { MonthFiles } from './month-files.js';
import { prune } from './prune.js';
import * as queries from './queries.js';
import { keep } from './records.js';
import { auditSchema } from './schema/history.js';
import { ownerSchema } from './schema/owner.js';
import { tabSchema } from './schema/tab.js';
import { State } from './state.js';
import type { Store } from './store.js';

export interface FileStoreOptions {
  dataDir: string;
  clock: Clock;
  log: Log;
  fs?: StoreFs;
  /** Absent: a socket in the directory. A store on a made-up file system brings its own. */
  lock?(dataDir: string): Promise<{ release(): Promise<void> }>;
}

/** How many changes may wait in the hot file for the cold file or the history: each write of the hot file repeats them. */
const MOST_PENDING = 100;

/**
 * The embedded store. Every change is one durable write of `hot.json`; `cold.json` and the history are brought up to it
 * from time to time, so that one event never rewrites 10,000 subscriptions.
 */
export function createFileStore(options: FileStoreOptions): Store {
  const { dataDir, clock, log } = options;
  const fs = options.fs ?? nodeFs;
  const now = () => clock.now();
  const state = new State();
  const path = (name: string) => join(dataDir, name);
  const whenLost = 'refuse';
  const cold = new Document({
    file: new DurableFile(fs, path('cold.json')),
    parse: parseCold,
    empty: emptyCold,
    whenLost,
    now,
  });
  const hot = new Document({
    file: new DurableFile(fs, path('hot.json')),
    parse: parseHot,
    empty: emptyHot,
    whenLost,
    now,
  });
  const files = new MonthFiles(fs, path('history'));
  const history = new History(files, state);
  let phase: 'new' | 'open' | 'closed' = 'new';
  let lock: { release(): Promise<void> } | undefined;

  function assertOpen(): void {
    if (phase !== 'open') throw new HeraldError('store-closed');
  }

  const grants = new GrantFile(fs, path('grants.json'), now, assertOpen);

  async function writeCold(): Promise<void> {
    const generation = state.counters.coldGeneration + 1;
    await cold.replace(coldDataOf(state, generation));
    state.setCounters({ coldGeneration: generation });
    for (const key of state.pendingCold.keys()) state.pendingCold.delete(key);
  }

  /** Moves what waits in the hot file to where it belongs. It stays there until the next try when that fails. */
  async function bringUp(most: number): Promise<void> {
    try {
      if (state.pendingCold.size > most) await writeCold();
      if (state.pendingHistory.size > most) await history.flush();
    } catch (error) {
      log.warn({ err: error }, 'changes stay in the hot file, the disk refused to take them elsewhere');
    }
    state.log.publish();
  }

  const group = new GroupCommit({
    log: state.log,
    write: () => hot.replace(hotDataOf(state)),
    onPublished: () => history.index(state.pendingHistory.rows()),
    afterWrite: () => bringUp(MOST_PENDING),
  });

  /** Reads see what is durable. */
  const read = async <T>(question: () => T | Promise<T>): Promise<T> => {
    assertOpen();
    return question();
  };
  const change = async <T>(apply: () => T): Promise<T> => {
    assertOpen();
    return group.run(apply);
  };

  async function load(): Promise<StoreNote[]> {
    await fs.makeDir(files.folder);
    await fs.syncDir(dataDir);
    await fs.syncDir(dirname(dataDir));
    const coldData = await cold.open();
    const hotData = await hot.open();
    const grantNotes = await grants.open();
    loadCold(state, coldData);
    loadHot(state, hotData, coldData.generation);
    state.setCounters({ historyLines: Math.max(state.counters.historyLines, await history.lastLine()) });
    state.log.publish();
    history.index(state.pendingHistory.rows());
    return [...cold.notes, ...hot.notes, ...grantNotes];
  }

  return {
    grants,

    async open() {
      if (phase !== 'new') throw new HeraldError('store-closed', { message: 'a store is opened once' });
      await fs.makeDir(dataDir);
      lock = await (options.lock ?? lockDirectory)(dataDir);
      try {
        const notes = await load();
        phase = 'open';
        return { notes };
      } catch (error) {
        await lock.release();
        throw asHeraldError(error, 'store-damaged');
      }
    },

    async close() {
      if (phase !== 'open') return;
      phase = 'closed';
      await group.idle();
      await grants.idle();
      const waiting = state.pendingCold.size + state.pendingHistory.size;
      await bringUp(0);
      if (waiting > 0)
        await hot.replace(hotDataOf(state)).catch((error) => log.warn({ err: error }, 'last write failed'));
      await lock?.release();
    },

    conversation: (key) => read(() => state.conversations.read(key)),
    conversations: () => read(() => state.conversations.rows()),
    saveConversation: (key, next) => change(() => saveConversation(state, key, next)),
    subscriptions: (filter) => read(() => queries.subscriptionsOf(state, filter)),
    subscription: (id) => read(() => state.subscriptions.read(id)),
    addSubscription: (draft) => change(() => addSubscription(state, draft)),
    owners: (id) => read(() => state.owners.rows().filter((one) => one.connectionId === id)),
    saveOwner: (owner) => change(() => state.saveOwner(keep(owner, ownerSchema, 'owner'))),
    removeOwner: (key) => change(() => removeOwner(state, key)),
    tab: (entityId) => read(() => state.tabs.read(entityId)),
    tabs: (key) => read(() => state.tabs.rows().filter((one) => one.conversationKey === key)),
    saveTab: (tab) => change(() => state.saveTab(keep(tab, tabSchema, 'tab'))),
    connectionState: (id) => read(() => queries.connectionStateOf(state, id)),
    commit: (commit) => change(() => commitFlow(state, history, commit)),
    enqueue: (message, delivery) => change(() => enqueue(state, message, delivery)),
    message: (id) => read(() => state.messages.read(id)),
    cards: (situation) => read(() => queries.cardsOf(state, situation)),
    alertsOfMessage: (id) => read(() => queries.alertsOfMessage(state, id)),
    alert: (id) => read(() => state.alerts.read(id)),
    openDeliveries: () => read(() => queries.openDeliveries(state)),
    delivery: (id) => read(() => state.deliveries.read(id)),
    deliveriesOfMessage: (id) => read(() => queries.deliveriesOfMessage(state, id)),
    deliveryCounts: (tenantId) => read(() => queries.deliveryCounts(state, tenantId)),
    beginAttempt: (id, attempt) => change(() => beginAttempt(state, id, attempt)),
    endAttempt: (id, end) => change(() => endAttempt(state, id, end)),
    setDeliveryState: (ids, to, reason) => change(() => setDeliveryState(state, ids, to, reason)),
    dropUnsent: (ids, reason) => change(() => dropUnsent(state, ids, reason)),
    firstSight: (key, activityId, nowMs) => change(() => firstSight(state, key, activityId, nowMs)),
    appendAudit: (records) =>
      change(() => {
        for (const one of records) state.addHistory({ kind: 'audit', record: keep(one, auditSchema, 'audit record') });
      }),
    evaluations: (connectionId, kind, name, limit) =>
      read(() => history.recentEvaluations(evaluationKey({ connectionId, kind, name }), limit)),
    decisions: (filter, limit) => read(() => history.recentDecisions(decisionKey(filter), limit)),
    auditRecords: (filter, limit) => read(() => history.auditRecords(filter, limit)),
    postsOfLastHour: (nowMs) => read(() => queries.postsOfLastHour(state, nowMs)),
    closedAlert: (messageId) => read(() => history.lastClosing(messageId)),
    lastPostAtMs: (key) => read(() => state.lastPosts.read(key)?.atMs),
    async prune(nowMs) {
      await change(() => prune(state, nowMs));
      await history.prune(nowMs);
    },
  };
}
