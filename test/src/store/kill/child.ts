import { writeSync } from 'node:fs';
import { systemClock } from '../../../../src/base/clock.js';
import { createLog } from '../../../../src/base/log.js';
import { createConnectorSender } from '../../../../src/delivery/connector.js';
import { createOutbox } from '../../../../src/delivery/outbox.js';
import type { Sender } from '../../../../src/delivery/sender.js';
import { createFileStore } from '../../../../src/store/file-store.js';
import { nodeFs, type StoreFs } from '../../../../src/store/fs.js';
import { connectionId, conversation, keyOf } from '../samples.js';
import { channels, commitOf, steps } from './story.js';

/**
 * One process of the kill test: the real store, outbox and sender play the story from where the store says it is. Told
 * a number, it kills itself with SIGKILL before that operation, counted over the file system and the network, and says
 * in which phase. Otherwise it ends when nothing is owed and says how many operations it made.
 */
const [dataDir = '', serviceUrl = '', killAt = '0'] = process.argv.slice(2);
let operations = 0;

function operation(phase: string): void {
  operations += 1;
  if (operations !== Number(killAt)) return;
  writeSync(1, phase);
  process.kill(process.pid, 'SIGKILL');
}

const name = (path: string) => (path.split('/').pop() ?? '').replace(/-\d{4}-\d{2}/, '').replace(/\.tmp$/, '');

const fs: StoreFs = {
  ...nodeFs,
  async open(path, flag) {
    operation(`open ${name(path)}`);
    const file = await nodeFs.open(path, flag);
    return {
      ...file,
      write(text) {
        operation(`write ${name(path)}`);
        return file.write(text);
      },
      sync() {
        operation(`sync ${name(path)}`);
        return file.sync();
      },
    };
  },
  rename(from, to) {
    operation(`rename ${name(to)}`);
    return nodeFs.rename(from, to);
  },
  syncDir(path) {
    operation('sync directory');
    return nodeFs.syncDir(path);
  },
};

const connector = createConnectorSender({
  token: async () => undefined,
  timeoutMs: 10_000,
  clock: systemClock,
  allowServiceUrl: () => true,
});

const sender: Sender = {
  async send(request, signal) {
    operation('before a request');
    const outcome = connector.send(request, signal);
    setTimeout(() => operation('request under way'), 2);
    await outcome;
    operation('request answered');
    return outcome;
  },
};

const store = createFileStore({ dataDir, clock: systemClock, log: createLog('error'), fs });
const { notes } = await store.open();
for (const channel of channels) {
  const known = await store.conversation(keyOf(channel));
  if (!known) await store.saveConversation(keyOf(channel), () => conversation({ serviceUrl }, channel));
}
const outbox = createOutbox({
  store,
  sender,
  clock: systemClock,
  log: createLog('error'),
  tenantRps: 1_000,
  render: async (one) => ({
    activity: {
      type: 'message',
      summary: one.id,
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }],
    },
  }),
  onGone: async () => undefined,
});
await outbox.start();
for (let step = (await store.connectionState(connectionId)).version; step < steps.length; step += 1) {
  await store.commit(commitOf(step));
  outbox.wake();
  await systemClock.sleep(1);
}
while ((await store.openDeliveries()).length > 0) await systemClock.sleep(2);
await outbox.stop();
await store.close();
writeSync(1, JSON.stringify({ operations, notes }));
