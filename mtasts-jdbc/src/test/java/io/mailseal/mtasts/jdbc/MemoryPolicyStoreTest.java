package io.mailseal.mtasts.jdbc;

import io.mailseal.mtasts.PolicyStore;

/** The store in memory promises the same. */
class MemoryPolicyStoreTest extends PolicyStoreContract {

    @Override
    PolicyStore emptyStore() {
        return PolicyStore.inMemory(1000);
    }

    // There is no other process.
    @Override
    PolicyStore machine() {
        return store;
    }

    @Override
    PolicyStore withCapacity(int capacity) {
        return PolicyStore.inMemory(capacity);
    }
}
