import type { Store } from '../../../src/store/store.js';
import { connectionContract } from './contract/connections.js';
import { conversationContract } from './contract/conversations.js';
import { deliveryContract } from './contract/deliveries.js';
import { historyContract } from './contract/history.js';

export interface OpenedStore {
  store: Store;
  /** Closes the store and opens what it left behind. */
  reopen(): Promise<Store>;
}

/** What every store must do. `open` gives an empty, opened store; it is closed after each test. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}, by the contract of the store port`, () => {
    let opened: OpenedStore;
    let current: Store;

    beforeEach(async () => {
      opened = await open();
      current = opened.store;
    });

    afterEach(() => current.close());

    const subject = {
      get store() {
        return current;
      },
      async reopen() {
        current = await opened.reopen();
        return current;
      },
    };

    conversationContract(subject);
    connectionContract(subject);
    deliveryContract(subject);
    historyContract(subject);
  });
}
