package dev.confab.client.messaging;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service tells of its user. Reads volatile fields only. */
interface Account {

    /** Where nobody asks. */
    Account UNKNOWN = new Account() {
        @Override
        public @Nullable String selfAddress() {
            return null;
        }

        @Override
        public List<String> routableDomains() {
            return Collections.emptyList();
        }
    };

    @Nullable
    String selfAddress();

    List<String> routableDomains();
}
